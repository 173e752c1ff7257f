"""Several engines as one: each is asked, all must say the same."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, cast

from comparing import TOLERANCE

from index.engine import Engine

#: what of an answer says which engine it is from
_OWN = {"commit"}
#: the tests ask of every other page: of so many such questions the others are asked one
_SOMETIMES = {"on_page": 9, "in_document": 9, "lengths": 3, "by_year": 3, "every": 2}


def together(engines: Sequence[Engine]) -> Engine:
    """One engine that answers as the last of some, and fails where another says otherwise."""
    return cast(Engine, _Together(engines)) if len(engines) > 1 else engines[0]


class _Together:
    def __init__(self, engines: Sequence[Engine]) -> None:
        self.engines = engines
        self.name = " and ".join(engine.name for engine in engines)
        self._asked: Counter[str] = Counter()

    def __getattr__(self, method: str) -> Callable[..., Any]:
        if method.startswith("_"):  # what shows a failed example looks for
            raise AttributeError(method)

        def asked(*given: Any, **named: Any) -> Any:
            self._asked[method] += 1
            now = self._asked[method] % _SOMETIMES.get(method, 1) == 0
            engines = self.engines if now else self.engines[:1]
            answers = [_whole(getattr(one, method)(*given, **named)) for one in engines]
            for answer in answers[1:]:
                found = [*unlike(answers[0], answer, method)]
                assert found == [], f"{self.name} differ: {found[:3]}"
            return answers[-1]

        return asked


def _whole(answer: Any) -> Any:
    return [*answer] if isinstance(answer, Iterator) else answer


def unlike(one: Any, other: Any, where: str) -> Iterator[str]:
    """What differs between two answers but for the tolerance of scores."""
    if isinstance(one, float) and isinstance(other, float):
        if not math.isclose(one, other, rel_tol=TOLERANCE):
            yield f"{where}: {one}, {other}"
    elif is_dataclass(one) and type(one) is type(other):
        for field in fields(one):
            if field.name not in _OWN:
                own, its = getattr(one, field.name), getattr(other, field.name)
                yield from unlike(own, its, f"{where}.{field.name}")
    elif isinstance(one, Mapping) and one.keys() == other.keys():
        for key in one:
            yield from unlike(one[key], other[key], f"{where}[{key}]")
    elif isinstance(one, tuple | list) and len(one) == len(other):
        for n, (own, its) in enumerate(zip(one, other, strict=True)):
            yield from unlike(own, its, f"{where}[{n}]")
    elif one != other:
        yield f"{where}: {one}, {other}"

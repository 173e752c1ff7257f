"""Which versions are at work here and under which licences, as the packages themselves say."""

from __future__ import annotations

import platform
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import metadata

from corpus.tables import rows

#: a licence's name is not longer; what is longer is its text
_NAME = 60


@dataclass(frozen=True, slots=True)
class Used:
    """Something that Opis works with; ``version`` is empty where it stands in another package."""

    name: str
    version: str
    licence: str


@cache
def used() -> tuple[Used, ...]:
    """Opis, Python, the packages that Opis names and are installed, and what is no package."""
    names = [re.split(r"[^\w.-]", asked)[0] for asked in metadata.requires("opis") or ()]
    own = Used("Opis", metadata.version("opis"), "Apache-2.0")
    found = [own, Used("Python", platform.python_version(), "PSF-2.0")]
    for name in sorted(dict.fromkeys(names)):
        with suppress(metadata.PackageNotFoundError):  # one of an extra
            found.append(Used(name, metadata.version(name), _licence(metadata.metadata(name))))
    return (
        *found,
        *(Used(name, "", licence) for name, licence, _for in rows("ui", "licences.tsv")),
    )


def _licence(said: metadata.PackageMetadata) -> str:
    """The licence's name: as an SPDX expression, else in words, else by its class."""
    fields = (said[key] for key in ("License-Expression", "License") if key in said)
    given = next(fields, "")
    if given and len(given) <= _NAME:
        return given
    classes = [c for c in said.get_all("Classifier") or () if c.startswith("License")]
    by_class = ", ".join(c.rpartition(" :: ")[2] for c in classes)
    return by_class or given.split(" AND ")[0]

r"""How a concordance is shown, as it stands in the address.

=============  =======================================================================
parameter      meaning
=============  =======================================================================
``k``          order of the lines: ``reference``, ``date``, ``left``, ``right``; the answer is shown
               as a concordance
``kw``         words on either side
``kg``         ``form``: lines of one form together
``ks``         so many lines, drawn by chance
``ki``         which drawing
``kp``         page of the lines, from 1
``kb``         ``1``: the words beside the hits and the spread of these too
=============  =======================================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.kwic.view import LEAST, MOST, SEED, WINDOW, Group, Order, View

#: lines on one page
PER_PAGE = 50
_NUMBER = re.compile(r"[1-9]\d{0,6}")


@dataclass(frozen=True, slots=True)
class Lines:
    """See the table above; ``sample`` 0 is all lines."""

    order: Order = Order.REFERENCE
    window: int = WINDOW
    by_form: bool = False
    sample: int = 0
    seed: int = SEED
    page: int = 1
    beside: bool = False

    @property
    def view(self) -> View:
        """What is asked of the concordance."""
        group = Group.FORM if self.by_form else None
        return View(self.window, self.order, group, self.sample or None, self.seed, folded=True)


def decode(given: Mapping[str, Sequence[str]]) -> Lines | None:
    """Read the parameters; None where the answer is not shown as lines."""

    def number(name: str, default: int) -> int:
        said = next(reversed(given.get(name, ())), "")
        return int(said) if _NUMBER.fullmatch(said) and said.isascii() else default

    order = next(reversed(given.get("k", ())), "")
    if order not in set(Order):
        return None
    window = number("kw", WINDOW)
    return Lines(
        order=Order(order),
        window=min(max(window, LEAST), MOST),
        by_form="form" in given.get("kg", ()),
        sample=number("ks", 0),
        seed=number("ki", SEED),
        page=number("kp", 1),
        beside="1" in given.get("kb", ()),
    )


def encode(lines: Lines | None) -> dict[str, list[str]]:
    """Write as parameters, defaults but the order left out."""
    if lines is None:
        return {}
    return {
        "k": [lines.order.value],
        "kw": [] if lines.window == WINDOW else [str(lines.window)],
        "kg": ["form"] if lines.by_form else [],
        "ks": [str(lines.sample)] if lines.sample else [],
        "ki": [] if lines.seed == SEED else [str(lines.seed)],
        "kp": [str(lines.page)] if lines.page > 1 else [],
        "kb": ["1"] if lines.beside else [],
    }

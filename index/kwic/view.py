"""How a concordance is to be shown: window, order, group, sample."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import BadUse
from corpus.messages import N_

#: words on either side, at least and at most
LEAST, MOST = 1, 50
#: words on either side, and the number that draws a sample, where nothing is said
WINDOW, SEED = 7, 1


class Order(StrEnum):
    """What lines are ordered by; the undated and the unreferenced stand last."""

    LEFT = "left"  # the words before the hit, from right to left
    RIGHT = "right"  # the words behind it
    DATE = "date"
    REFERENCE = "reference"


class Group(StrEnum):
    """What lines stand together by, before their order."""

    FORM = "form"


@dataclass(frozen=True, slots=True)
class View:
    """How a concordance is shown: ``window`` words on either side, in an order.

    Of all lines a ``sample`` of so many may be drawn by chance; the same ``seed`` draws the same
    from the same collection. With ``folded`` lines that say the same are one, where their texts are
    compared: ordered by left or right, or grouped.
    """

    window: int = WINDOW
    order: Order = Order.REFERENCE
    group: Group | None = None
    sample: int | None = None
    seed: int = SEED
    folded: bool = False

    def __post_init__(self) -> None:
        if not LEAST <= self.window <= MOST:
            raise BadUse(
                N_("{window} is no window of a concordance."),
                remedy=N_("Take between {least} and {most} words on either side."),
                window=self.window,
                least=LEAST,
                most=MOST,
            )
        if self.sample is not None and self.sample < 1:
            raise BadUse(
                N_("A sample has one line or more."), remedy=N_("Leave it out to get all lines.")
            )

    @property
    def reads(self) -> bool:
        """Whether the texts of all lines must be compared to put them in order."""
        return self.group is not None or self.order in {Order.LEFT, Order.RIGHT}

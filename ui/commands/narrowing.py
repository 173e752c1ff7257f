"""Options that say what is searched for and within what, the same for every command that asks."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import BadUse
from corpus.messages import N_
from index.answer import Scope
from ui.commands.options import words

if TYPE_CHECKING:  # a command's help need not load what addresses name
    from ui.address import Address

_ = words().gettext

QueryArgument = Annotated[str, typer.Argument(help=_("What to search for."))]
ExactOption = Annotated[bool, typer.Option("--exact", help=_("These forms only."))]
FacetOption = Annotated[
    list[str] | None, typer.Option("--facet", help=_("Keep only: NAME=VALUE, repeatable."))
]
NotFacetOption = Annotated[
    list[str] | None, typer.Option("--not-facet", help=_("Leave out: NAME=VALUE, repeatable."))
]
FromOption = Annotated[int | None, typer.Option("--from", help=_("First year, inclusive."))]
ToOption = Annotated[int | None, typer.Option("--to", help=_("Last year, inclusive."))]
UndatedOption = Annotated[
    bool, typer.Option("--undated", help=_("Beside the years also what has no date."))
]
ExactDatesOption = Annotated[
    bool, typer.Option("--exact-dates", help=_("Only what is dated exactly."))
]
LanguageOption = Annotated[
    str | None, typer.Option("--language", help=_("Language of the query: ru, kk or ky."))
]
ThesaurusOption = Annotated[
    bool,
    typer.Option(
        "--thesaurus",
        help=_("Also the other names of what the words name, narrower and related subjects."),
    ),
]
LeaveOutOption = Annotated[
    list[str] | None,
    typer.Option("--leave-out", help=_("A name of the thesaurus to leave out, repeatable.")),
]
NoFoldingOption = Annotated[
    bool,
    typer.Option("--no-folding", help=_("Do not match Kazakh and Russian spelling weakly.")),
]
ScopeOption = Annotated[
    Scope, typer.Option("--scope", help=_("Where all words must stand: page or document."))
]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What was said of how the words are meant and within what they are searched for."""

    exact: ExactOption = False
    facet: FacetOption = None
    not_facet: NotFacetOption = None
    first_year: FromOption = None
    last_year: ToOption = None
    undated: UndatedOption = False
    exact_dates: ExactDatesOption = False
    language: LanguageOption = None
    thesaurus: ThesaurusOption = False
    leave_out: LeaveOutOption = None
    no_folding: NoFoldingOption = False
    scope: ScopeOption = Scope.PAGE

    @property
    def said(self) -> dict[str, Any]:
        """The same as fields of a request or of an address.

        Raises:
            BadUse: there is no such facet or language.

        """
        return {
            "exact": self.exact,
            "folding": not self.no_folding,
            "scope": self.scope,
            "thesaurus": self.thesaurus,
            "left_out": tuple(self.leave_out or ()),
            "language": language_code(self.language),
            "facets": selection(self.facet),
            "not_facets": selection(self.not_facet),
            "first_year": self.first_year,
            "last_year": self.last_year,
            "undated": self.undated,
            "exact_dates": self.exact_dates,
        }


def as_typed(said: Address) -> list[str]:
    """The options that say what an address says: :attr:`Narrowing.said` backwards."""
    values = (
        f"{option}={name}={value}"
        for option, kept in (("--facet", said.facets), ("--not-facet", said.not_facets))
        for name, own in kept.items()
        for value in own
    )
    return [
        *["--exact"] * said.exact,
        *values,
        *([f"--from={said.first_year}"] if said.first_year is not None else []),
        *([f"--to={said.last_year}"] if said.last_year is not None else []),
        *["--undated"] * said.undated,
        *["--exact-dates"] * said.exact_dates,
        *([f"--language={said.language}"] if said.language else []),
        *["--thesaurus"] * said.thesaurus,
        *(f"--leave-out={name}" for name in said.left_out),
        *["--no-folding"] * (not said.folding),
        *([] if said.scope is Scope.PAGE else [f"--scope={said.scope}"]),
    ]


def narrowable(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a :class:`Narrowing` for its parameter ``by``."""
    own = inspect.signature(command, eval_str=True).parameters
    options = inspect.signature(Narrowing, eval_str=True).parameters
    parameters = {
        name: one.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in own.values()
        for name, one in (
            options if parameter.name == "by" else {parameter.name: parameter}
        ).items()
    }

    @wraps(command)
    def narrowed(**given: Any) -> None:
        names = [field.name for field in fields(Narrowing) if field.name in given]
        by = Narrowing(**{name: given.pop(name) for name in names})
        command(**given, by=by)

    narrowed.__annotations__ = {name: one.annotation for name, one in parameters.items()}
    vars(narrowed)["__signature__"] = inspect.Signature([*parameters.values()])
    return narrowed


def language_code(code: str | None) -> str | None:
    """The language of a query as it was asked for; None is any.

    Raises:
        BadUse: there is no such language.

    """
    if code in {None, "", "any", "ru", "kk", "ky"}:
        return code if code in {"ru", "kk", "ky"} else None
    raise BadUse(
        N_("«{code}» is not a language of the query."),
        remedy=N_("Use ru, kk or ky, or leave it out."),
        code=code,
    )


def selection(pairs: Iterable[str] | None) -> dict[str, tuple[str, ...]]:
    """The values of facets that «NAME=VALUE» keeps or leaves out.

    Raises:
        BadUse: there is no such facet.

    """
    from index.answer import FACETS

    out: dict[str, tuple[str, ...]] = {}
    for pair in pairs or ():
        name, equals, value = pair.partition("=")
        if not equals or name not in FACETS:
            raise BadUse(
                N_("«{pair}» is not a facet."),
                remedy=N_("Write NAME=VALUE; the names are {names}."),
                pair=pair,
                names=", ".join(FACETS),
            )
        out[name] = (*out.get(name, ()), value)
    return out

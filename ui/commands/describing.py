"""``opis describe`` and ``opis restrict``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import BadUse
from corpus.messages import N_, visible
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    RevisionOption,
    RoleOption,
    answer,
    changing,
    for_archivists,
    say,
    words,
)

if TYPE_CHECKING:  # the command's help need not load the catalogue
    from corpus.documents import Document
    from corpus.rules import Rule

_ = words().gettext


def describe(
    what: Annotated[
        list[str], typer.Argument(help=_("Documents, and what is said of them: KEY=VALUE."))
    ],
    revision: RevisionOption = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say something of documents; an empty value takes back what was said."""
    from corpus import documents, history
    from corpus.access import Role
    from corpus.describing import describe_all

    for_archivists(role)
    names = [one for one in what if "=" not in one]
    given: dict[str, object] = {}
    for key, _sign, value in (one.partition("=") for one in what if "=" in one):
        given[key] = value
    if not names or not given:
        raise BadUse(
            N_("Name documents and what is said of them."),
            remedy=N_("Like: opis describe d2k7 title=Приказ date=1931"),
        )
    with changing(collection) as database:
        done = describe_all(database, names, given, against=revision)
        with database.reading():  # a revision, and what it says
            done = [documents.find(database, one.id, Role.ARCHIVIST) for one in done]
            shapes = [_shape(one, history.revision(database, one.id)) for one in done]
    if as_json:
        answer({"documents": shapes})
        return
    for document in done:
        say(" · ".join(visible(fact) for fact in _facts(document) if fact))


def _shape(document: Document, revision: int) -> dict[str, Any]:
    from ui.commands.shapes import document_row

    d = document.description
    return document_row(document, d.languages) | {
        "date_means": _date(document),
        "opens": d.opens.isoformat() if d.opens else None,
        "basis": d.basis,
        "revision": revision,
    }


def _facts(document: Document) -> list[str]:
    d = document.description
    return [
        document.id,
        d.title or document.source_name,
        str(d.reference),
        _date(document),
        _access(document),
    ]


def _date(document: Document) -> str:
    """What a date means, in words and with its first and last day."""
    from ui.when import meaning

    date = document.description.date
    return meaning(date, words()) if date else ""


def _access(document: Document) -> str:
    from corpus.access import Level

    return "" if document.access is Level.OPEN else _closed(document.access, _opens(document))


def _opens(document: Document) -> str:
    opens = document.description.opens
    return opens.isoformat() if opens else ""


def _closed(level: str, opens: str) -> str:
    from corpus.labels import label
    from ui.when import in_words

    until = " · " + _("opens {day}").format(day=in_words(opens, words())) if opens else ""
    return label("access", level, words().language) + until


def _uses(row: Mapping[str, Any]) -> str:
    """Who may copy and export, where that is not whoever sees it."""
    from corpus.permits import named

    said = {
        _("copying: {who}"): row["copying"],
        _("exporting: {who}"): row["exporting"],
    }
    return "".join(
        " · " + text.format(who=named(who, words().language)) for text, who in said.items() if who
    )


def restrict(
    what: Annotated[
        str,
        typer.Argument(help=_("A document, DOCUMENT:PAGE, or «Ф. 393. Оп. 2. Д. 15. Л. 3».")),
    ],
    level: Annotated[
        str,
        typer.Argument(help=_("open, reading-room, description, hidden; as-above takes it back.")),
    ] = "",
    until: Annotated[
        str, typer.Option("--until", help=_("The day from which it is open, or the month or year."))
    ] = "",
    years: Annotated[
        int | None,
        typer.Option("--years", min=1, help=_("Or so many years from its latest possible day.")),
    ] = None,
    basis: Annotated[str, typer.Option("--basis", help=_("Why: a law, an agreement."))] = "",
    copying: Annotated[
        str,
        typer.Option(
            "--copying",
            help=_(
                "Who of those who see it may copy a page: open, reading-room, nobody, as-above."
            ),
        ),
    ] = "",
    exporting: Annotated[
        str,
        typer.Option(
            "--exporting",
            help=_("Who may export it whole, to files: open, reading-room, nobody, as-above."),
        ),
    ] = "",
    law: Annotated[
        str,
        typer.Option("--law", help=_("Instead of a level: a term of law that is confirmed here.")),
    ] = "",
    revision: RevisionOption = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say who may see a fonds, an opis, a file, a document or a leaf, and all that is below."""
    from corpus import closures, rules, targets
    from corpus.access import Use
    from corpus.permits import read_permit

    for_archivists(role)
    given = {Use.COPY: copying, Use.EXPORT: exporting}
    said = {use: read_permit(text) for use, text in given.items() if text}
    if not (level or said or law) or (level and law):
        raise BadUse(
            N_("Say who may see it, copy it or export it."),
            remedy=N_("Like: opis restrict d2k7 reading-room --copying nobody"),
        )
    with changing(collection) as database:
        chosen = targets.targets_named(database, what)
        own: list[list[Rule | None]] = [[] for _one in chosen]
        if law:
            rule = closures.named(database, law).rule
            own = [[rules.term(database, one, rule)] for one in chosen]
        elif level:
            ways: dict[str, Any] = {"until": until, "years": years, "basis": basis}
            own = [[rules.read_rule(database, one, level, **ways)] for one in chosen]
        for one, new in zip(chosen, own, strict=True):
            rules.allow(database, one, new, said, against=revision)
        held = [rules.holding(database, one) for one in chosen]
        rights = [rules.rights(database, one) for one in chosen]
        below = rules.documents_below(database, chosen)
    rows: list[dict[str, Any]] = [
        {
            "target": one.subject,
            "page": one.page,
            "access": now.today,
            "opens": now.opens.isoformat() if now.opens else None,
            "basis": now.basis,
            "copying": may.copying,
            "exporting": may.exporting,
        }
        for one, now, may in zip(chosen, held, rights, strict=True)
    ]
    if as_json:
        answer({"targets": rows, "documents": below})
        return
    for row in rows:
        page = " · " + _("page {n}").format(n=row["page"]) if row["page"] else ""
        say(f"{row['target']}{page} · {_closed(row['access'], row['opens'] or '')}{_uses(row)}")
    if any(one.place in {"fonds", "opis", "files"} for one in chosen):
        for access, count in below.items():
            say(f"   {_closed(access, '')}: {count}")

"""``opis quote``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.drafting import check_draft
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    RoleOption,
    answer,
    note,
    opened,
    role_of,
    say,
    words,
)

if TYPE_CHECKING:  # the command's help need not load what searches
    from corpus.documents import Document
    from index.quotations import Match

_ = words().gettext


def quote(
    text: Annotated[str, typer.Argument(help=_("The quotation."))] = "",
    file: Annotated[
        Path | None, typer.Option("--file", help=_("A text file with the quotation instead."))
    ] = None,
    draft: Annotated[
        Path | None,
        typer.Option(
            "--draft", help=_("Check every quotation of a text instead: DOCX, ODT, TXT or MD.")
        ),
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", help=_("Also save the checked draft as a page here."))
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help=_("Also save the checked draft as CSV here."))
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help=_("Places shown."))] = 10,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say where a quotation stands, how it differs from the source, and how to cite it."""
    import index
    from corpus import documents
    from corpus.access import Use
    from corpus.permits import Allowed
    from ui.citations import cite_page, manner
    from ui.commands.shapes import match_shape
    from ui.permitted import quoted

    target = opened(collection)
    if draft is not None:
        check_draft(target, draft, role_of(target, role), html, csv, as_json=as_json)
        return
    quotation = _read(file) if file else text
    found = index.find_quotation(target, quotation, role_of(target, role), most=limit)
    with target.catalogue() as database:
        about = documents.by_id(database, [match.document for match in found])
    style = manner(target)
    pairs = [(m, cite_page(target, about[m.document], m.page, m.leaves, style).text) for m in found]
    if as_json:
        with target.catalogue() as database:
            allowed = Allowed(database, role_of(target, role), Use.EXPORT)
            pairs = [(quoted(match, allowed), citation) for match, citation in pairs]
        answer({"matches": [match_shape(match, citation) for match, citation in pairs]})
        return
    if not found:
        note(_("The quotation was found nowhere in the collection."))
    for number, (match, citation) in enumerate(pairs, 1):
        _print_match(number, match, about[match.document], citation)


def _read(file: Path) -> str:
    """The text of a file.

    Raises:
        BadUse: it cannot be read, or is no text.

    """
    from corpus.errors import BadUse
    from corpus.messages import N_

    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as reason:
        raise BadUse(
            N_("«{path}» cannot be read: {reason}."),
            remedy=N_("Name a text file in UTF-8."),
            path=file,
            reason=getattr(reason, "strerror", None) or "UTF-8",
        ) from reason


def _print_match(number: int, match: Match, document: Document, citation: str) -> None:
    from corpus.messages import visible
    from index.quotations import Change
    from ui.grades import grade

    say()
    title = document.description.title or document.source_name
    say(f"{number}. {visible(title)}  [{match.document}]")
    where = _("leaf {leaves}").format(leaves=", ".join(map(str, match.leaves)))
    if not match.leaves:
        where = _("page {n}").format(n=match.page)
    share = _("{share} % of its words").format(share=int(100 * match.similarity))
    facts = [where, grade(match.grade, words()), share]
    if match.ocr:
        facts.append(_("by the machine's reading: compare the scan"))
    say("   " + " · ".join(facts))
    marks = {Change.EQUAL: "  ", Change.DELETE: "− ", Change.INSERT: "+ "}
    for part in match.differences:
        say(f"   {marks[part.change]}{visible(part.text)}")
    say(f"   {visible(citation)}")

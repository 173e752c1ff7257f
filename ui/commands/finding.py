"""``opis search``, ``opis list``, ``opis show``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.collection import Collection
from index.answer import Grouping, Sort
from ui.commands.narrowing import Narrowing, QueryArgument, narrowable
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    DocumentArgument,
    JsonOption,
    RoleOption,
    answer,
    coloured,
    note,
    opened,
    role_of,
    say,
    words,
    written,
)
from ui.subjects import added

if TYPE_CHECKING:  # the command's help need not load what reads pages
    from corpus.access import Role
    from corpus.documents import Document
    from corpus.pages import Page
    from index.answer import Answer, Group, Result, Snippet

_ = words().gettext
_SPACE = re.compile(r"\s+")


@narrowable
def search(
    query: QueryArgument,
    by: Narrowing,
    sort: Annotated[Sort, typer.Option("--sort", help=_("Order of the documents."))] = (
        Sort.RELEVANCE
    ),
    limit: Annotated[int, typer.Option("--limit", min=0, help=_("Documents shown."))] = 10,
    offset: Annotated[int, typer.Option("--offset", min=0, help=_("Documents skipped."))] = 0,
    unconfirmed: Annotated[
        bool,
        typer.Option(
            "--unconfirmed", help=_("Count names that are unsure too (facet unconfirmed).")
        ),
    ] = False,
    group: Annotated[
        Grouping,
        typer.Option("--group", help=_("What one result is: a document, or a file with its own.")),
    ] = Grouping.DOCUMENT,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find pages by words, in any form, in three languages."""
    import index

    target = opened(collection)
    request = index.Request(
        query=query,
        **by.said,
        unconfirmed=unconfirmed,
        sort=sort,
        group=group,
        limit=limit,
        offset=offset,
        role=role_of(target, role),
    )
    found = index.search(target, request)
    if as_json:
        from ui.commands.shapes import search_answer
        from ui.permitted import exported

        found = exported(target, found, request.role)
        answer(search_answer(found, words(), target, (by.first_year, by.last_year)))
    else:
        _print_answer(found)
        if not found.documents:
            from ui.address import Address
            from ui.commands.steps import next_steps

            next_steps(Address(query=query, **by.said), collection, role)


def _print_answer(found: Answer) -> None:
    w = words()
    for diagnostic in found.diagnostics:
        note(f"opis: {w.text(diagnostic.message)}")
    if found.added:
        say(added(found.added, w))
    say(
        " · ".join(
            (
                w.ngettext("{n} document", "{n} documents", found.documents),
                w.ngettext("{n} page", "{n} pages", found.pages),
                w.ngettext("{n} hit", "{n} hits", found.occurrences),
                w.ngettext("searched {n} page", "searched {n} pages", found.searched_pages),
                w.ngettext("{n} not read", "{n} not read", found.unread_pages),
            )
        )
    )
    if found.groups is None:
        for number, hit in enumerate(found.hits, 1):
            _print_result(f"{number}.", hit)
    for number, group in enumerate(found.groups or (), 1):
        _print_group(number, group)
    if found.suggestions:
        say(_("Did you mean: {words}?").format(words=", ".join(found.suggestions)))
    if found.fewer:
        say(f"{_('Most of the words on one page:')} {', '.join(found.fewer)}")


def _print_group(number: int, group: Group) -> None:
    """A file with its documents, each with a number of its own below the file's."""
    from corpus.messages import visible

    if group.file is None:
        _print_result(f"{number}.", group.hits[0])
        return
    held = words().ngettext("{n} document", "{n} documents", group.documents)
    say()
    facts = (str(group.reference), group.title, held)
    say(f"{number}. " + " · ".join(visible(fact) for fact in facts if fact))
    for below, hit in enumerate(group.hits, 1):
        _print_result(f"{number}.{below}.", hit)


def _print_result(number: str, hit: Result) -> None:
    from corpus.messages import visible
    from ui.reasons import found as found_as
    from ui.when import in_words

    say()
    say(f"{number} {visible(hit.title)}  [{hit.document}]")
    when = in_words(hit.date, words()) if hit.date else ""
    facts = [fact for fact in (hit.reference, when) if fact]
    if facts:
        say("   " + " · ".join(map(visible, facts)))
    for snippet in hit.snippets:
        where = _("leaf {leaves}").format(leaves=", ".join(snippet.leaves))
        if not snippet.leaves:
            where = _("page {n}").format(n=snippet.page)
        say(f"   {where}: {_lit(snippet)}")
    for line in found_as(hit.snippets, words()):
        say(f"   {visible(line)}")


def _lit(snippet: Snippet) -> str:
    """The passage on one line, its hits in bold, or in brackets where there is no colour."""
    from corpus.messages import visible

    before, after = ("\033[1;33m", "\033[0m") if coloured() else ("[", "]")
    out, at = "", 0
    for begin, end in snippet.marks:
        start = max(begin, at)  # of two phrases that share a word the second goes on
        out += visible(_SPACE.sub(" ", snippet.text[at:start]))
        out += before + visible(snippet.text[start:end].replace("\n", "⏎")) + after
        at = end
    return out + visible(_SPACE.sub(" ", snippet.text[at:]))


def list_documents(
    query: Annotated[
        str, typer.Argument(help=_("Only documents with this; all where it is empty."))
    ] = "",
    without_scans: Annotated[
        bool,
        typer.Option(
            "--without-scans", help=_("List the files of inventories that have no scans instead.")
        ),
    ] = False,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the documents with their descriptions."""
    import index
    from corpus import documents, pages
    from corpus.access import may_read
    from corpus.messages import visible
    from ui.commands.inventories import list_undigitised
    from ui.commands.shapes import document_row
    from ui.when import in_words

    target = opened(collection)
    eyes = role_of(target, role)
    if without_scans:
        list_undigitised(target, query, eyes, as_json=as_json)
        return
    with target.catalogue() as database:
        shown = documents.listed(database, eyes)
        spoken = pages.languages(database)
    if query:
        wanted = index.matching(target, index.Request(query=query, role=eyes))
        shown = [document for document in shown if document.id in wanted]
    # What is found on pages that may not be read is not told.
    inside = {d.id: spoken.get(d.id, ()) for d in shown if may_read(d.access, eyes)}
    rows = [document_row(d, inside.get(d.id) or d.description.languages) for d in shown]
    if as_json:
        answer({"documents": rows})
        return
    dates = {d.id: d.description.date for d in shown}
    for row in rows:
        date = dates[row["document"]]
        when = date.words or in_words(date.edtf, words()) if date else ""
        facts = (row["document"], row["title"], row["reference"], when)
        say(" · ".join(visible(fact) for fact in facts if fact))


def show(
    document: DocumentArgument,
    page: Annotated[int | None, typer.Option("--page", min=1, help=_("Only this page."))] = None,
    text: Annotated[bool, typer.Option("--text", help=_("The text alone."))] = False,
    as_words: Annotated[
        bool, typer.Option("--words", help=_("Every word with its place and confidence."))
    ] = False,
    image: Annotated[
        Path | None, typer.Option("--image", help=_("Save the page's image as a JPEG here."))
    ] = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the reading of a document or of one of its pages."""
    from corpus import documents, pages
    from corpus.access import Use
    from corpus.labels import label
    from corpus.thesaurus import usable
    from ui.commands.proposed import tell
    from ui.commands.shapes import page_shape
    from ui.proposed import suggestions

    target = opened(collection)
    eyes = role_of(target, role)
    with target.catalogue() as database:
        found = documents.find(database, document, eyes)
        every = [p.number for p in pages.readable(database, found.id, eyes, Use.COPY)]
        numbers = [page] if page else every or [1]
        own = [pages.find(database, found, number, eyes, Use.COPY) for number in numbers]
        readings = [p.reading and pages.reading(database, p.reading) for p in own]
    if image is not None:
        _save_image(target, found, own[0], image, eyes)
    shapes = [page_shape(p, r or None, words()) for p, r in zip(own, readings, strict=True)]
    numbered = zip(numbers, (r or None for r in readings), strict=True)
    proposed = suggestions(found, numbered, usable(target))
    if as_json:
        more = {"suggestions": proposed} if proposed else {}
        answer({"document": found.id, "pages": shapes} | more)
    elif as_words:
        for shape in shapes:
            for word in shape["words"]:
                places = [place["quad"] for place in word["quads"]]
                say(f"{shape['number']}\t{word['text']!r}\t{word['confidence']}\t{places}")
    else:
        if not text:
            tell(found, proposed)
        for shape in shapes:
            if not text:
                leaves = ", ".join(shape["leaves"]) or "–"
                head = _("page {n}, leaf {leaves}").format(n=shape["number"], leaves=leaves)
                origin = label("text_source", shape["source"], words().language)
                say(f"── {head} · {origin}")
                if shape["reason"]:
                    say(f"   {shape['reason']}")
            say(shape["text"])


def _save_image(
    collection: Collection, document: Document, page: Page, path: Path, role: Role
) -> None:
    import ingest
    from corpus.messages import visible
    from ui.marking import mark

    made = ingest.page_image(collection, page).read_bytes()
    if own := mark(collection, role):
        made = own.put(made, own.text(document, page))
    with written(path) as file:
        file.write(made)
    note(_("The image of page {n} is in {path}.").format(n=page.number, path=visible(path)))

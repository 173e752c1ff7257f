"""``opis cite``."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.citing.styles import Form, Style
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    DocumentArgument,
    JsonOption,
    RoleOption,
    answer,
    note,
    opened,
    role_of,
    say,
    words,
)

_ = words().gettext


def cite(
    document: DocumentArgument,
    page: Annotated[int | None, typer.Option("--page", min=1, help=_("The page to cite."))] = None,
    leaf: Annotated[
        str, typer.Option("--leaf", help=_("The leaf or leaves to cite: «15а об.», «3–5»."))
    ] = "",
    style: Annotated[
        Style | None,
        typer.Option("--style", help=_("The style; else what opis.toml says."), show_default=False),
    ] = None,
    form: Annotated[Form, typer.Option("--form", help=_("Where the citation stands."))] = (
        Form.FOOTNOTE
    ),
    after: Annotated[
        list[str] | None,
        typer.Option(
            "--after",
            help=_("The citation before this one, repeatable, the last one last: «Там же»."),
        ),
    ] = None,
    number: Annotated[
        int | None, typer.Option("--number", min=1, help=_("Its number in the list of sources."))
    ] = None,
    through: Annotated[
        str,
        typer.Option(
            "--quoting", help=_("A source that the document quotes there: «цит. по» is printed.")
        ),
    ] = "",
    file_title: Annotated[
        bool, typer.Option("--file-title", help=_("Also the title of the file, in parentheses."))
    ] = False,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Cite a document, a page or a leaf, ready to paste."""
    from dataclasses import replace

    from corpus import documents
    from corpus.citing import printing
    from corpus.messages import visible
    from ui.citations import citation, manner

    target = opened(collection)
    eyes = role_of(target, role)
    with target.catalogue() as database:
        cited = replace(citation(database, document, eyes, page, leaf), through=through)
        if file_title:
            found = documents.find(database, document, eyes)
            cited = replace(cited, file_title=found.file_title)
    printed = printing.cite(cited, manner(target, style, form), after=after or (), number=number)
    warnings = [words().text(warning) for warning in printed.warnings]
    if as_json:
        answer({"citation": printed.text, "style": printed.style, "warnings": warnings})
        return
    for warning in warnings:
        note(f"opis: {warning}")
    for line in printed.text.split("\n"):
        say(visible(line))

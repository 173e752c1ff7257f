"""``opis thesaurus import`` and ``opis thesaurus export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.messages import visible
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    answer,
    opened,
    say,
    words,
    written,
)

_ = words().gettext


def import_file(
    path: Annotated[Path, typer.Argument(help=_("A SKOS file: .ttl, .nt or .rdf."))],
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Take what a SKOS file says into the thesaurus of the collection."""
    from corpus.thesaurus.importing import import_skos

    done = import_skos(opened(collection), path)
    if as_json:
        answer(done._asdict())
        return
    says = _("concepts added: {added}, changed: {changed}")
    say(says.format(added=done.added, changed=done.changed))


def export_file(
    path: Annotated[Path, typer.Argument(help=_("The file to write, in Turtle (.ttl)."))],
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Write the thesaurus of the collection as SKOS."""
    from corpus.thesaurus import load
    from corpus.thesaurus.skos import turtle

    thesaurus = load(opened(collection))
    with written(path) as file:
        file.write("".join(f"{line}\n" for line in turtle(thesaurus)).encode())
    if as_json:
        answer({"path": str(path), "concepts": len(thesaurus.concepts)})
        return
    says = _("concepts in {file}: {count}")
    say(says.format(count=len(thesaurus.concepts), file=visible(path)))

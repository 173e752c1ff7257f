"""A citation of a leaf, ready to paste: the footnote form of ГОСТ Р 7.0.5-2008.

``Приказ … // ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3–5 об.`` A page's number is never cited as a
leaf: where the leaf is not known, ``Л. ⟨?⟩`` says so. Training documents say that they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.documents import Document
from corpus.reference import Leaf, LeafRange, print_leaves, sides

#: the note of the demo documents, and what their citations end with
TRAINING_NOTE = "учебный образец"


def pointer(document: Document, leaves: Sequence[Leaf] = ()) -> str:
    """Cite ``leaves`` of a document; without a reference only its title can be cited."""
    d = document.description
    author = f"{d.author} " if d.author and not d.title.startswith(d.author) else ""
    title = (author + (d.title or document.source_name)).rstrip(".")
    if d.reference:
        where = d.reference.printed(())
        where += f" Л. {print_leaves(_as_range(leaves)) or '⟨?⟩'}"
        cited = f"{title} // {where}"
    else:
        cited = title
    cited = cited if cited.endswith(".") else cited + "."
    training = TRAINING_NOTE in d.note.casefold()
    return f"{cited} [{TRAINING_NOTE}]" if training else cited


def _as_range(leaves: Sequence[Leaf]) -> Sequence[Leaf | LeafRange]:
    """«14 об.–15» for the two leaves that a spread shows; leaves with gaps stay as they are."""
    if len(leaves) > 1 and leaves[0] < leaves[-1]:
        whole = LeafRange(leaves[0], leaves[-1])
        if sides([whole]) == list(leaves):
            return [whole]
    return leaves

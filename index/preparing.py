"""Making ready what the first page to be indexed would wait for: tables, thesaurus."""

from __future__ import annotations

from corpus.collection import Collection
from corpus.reading import Line, Reading
from index.analysis.overhang import page_words
from index.naming import Naming

#: a line in each language, so that what belongs to it is loaded
_LINES = {
    "ru": "Приказ начальника лагеря Иванова",
    "kk": "Лагерь бастығының бұйрығы",
    "ky": "Лагердин башчысынын буйругу",
    None: "Распоряжение · жарлык · өкүм",
}


def prepare(collection: Collection) -> None:
    """Load what indexing needs, without touching the index; it is kept as long as this process."""
    text, lines = "", []
    for language, line in _LINES.items():
        lines.append(Line(len(text), len(text) + len(line), language))
        text += line + "\n"
    reading, naming = Reading(text, lines=tuple(lines)), Naming(collection)
    page_words(reading)
    naming.values(reading)
    naming.kind(reading)

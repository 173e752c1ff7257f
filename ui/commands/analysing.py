"""``opis analyse``: how words become terms."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.messages import N_, visible
from ui.commands.narrowing import language_code
from ui.commands.options import words
from ui.i18n import Translator

if TYPE_CHECKING:  # the command's help need not load what analyses words
    from index.analysis.explaining import Explained
    from index.analysis.lemmatiser import Lemma

_ = words().gettext

#: What people call the tables that decide.
TABLES = {
    "kazakh_words": N_("list of words"),
    "kyrgyz_words": N_("list of words"),
    "kazakh_treebank": N_("word forms of annotated texts"),
    "kyrgyz_treebank": N_("word forms of annotated texts"),
    "kazakh_stems": N_("list of stems"),
    "kyrgyz_stems": N_("list of stems"),
    "rules": N_("guessed by its suffixes"),
    "russian_words.tsv": N_("list of words of the camps"),
    "russian_first_parts.tsv": N_("list of first parts of words"),
    "before_1918.tsv": N_("spelling before 1918"),
    "pymorphy3": N_("dictionary"),
    "guess": N_("guessed by its end"),
    "snowball": N_("rule for English endings"),
}


def analyse(
    terms: Annotated[
        list[str], typer.Argument(help=_("Words, or - for lines from standard input."))
    ],
    language: Annotated[
        str | None, typer.Option("--language", help=_("Language of the words: ru, kk or ky."))
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json/--text", help=_("JSON lines, or words for people."))
    ] = True,
) -> None:
    """Show each word's lemmas and terms, as JSON lines or for people."""
    from index.analysis.explaining import explain

    code = language_code(language)
    for line in _lines() if terms == ["-"] else terms:
        if line.strip():
            explained = explain(line.strip(), code)
            said = json.dumps(shape(explained), ensure_ascii=False) if as_json else text(explained)
            sys.stdout.write(f"{said}\n")
        else:
            sys.stdout.flush()
    sys.stdout.flush()


def _lines() -> Iterator[str]:
    for line in sys.stdin:
        yield line.rstrip("\n")


def shape(explained: Explained) -> dict[str, Any]:
    """The JSON of one word; headword, segments, tags and table are those of its best lemma."""
    lemmas, form = explained.lemmas, explained.form
    best = lemmas[0] if lemmas else None
    return {
        "word": explained.word,
        "language": explained.language,
        "lemmas": [lemma.text for lemma in lemmas] or [form],
        "headword": (best.headword or best.text) if best else form,
        "weights": [lemma.weight for lemma in lemmas],
        "segments": list(best.segments) if best else [],
        "tags": list(best.tags) if best else [],
        "table": best.table if best else "",
        "folded": explained.folded,
        "terms": [
            {"kind": term.kind, "language": term.language or None, "text": term.text}
            for term in explained.terms
        ],
    }


def text(explained: Explained) -> str:
    """What people read about one word: a line for it, one for each lemma, one for its spelling."""
    from corpus.labels import label

    w = words()
    head = explained.form
    if explained.language:
        head += f" ({label('language', explained.language, w.language)})"
    out = [head, *(f"  {_lemma(lemma, w)}" for lemma in explained.lemmas)]
    if explained.folded != explained.form:
        folded = w.gettext("in Russian letters: {folded}").format(folded=explained.folded)
        out.append(f"  {folded}")
    return "\n".join(map(visible, out))


def _lemma(lemma: Lemma, w: Translator) -> str:
    """«бол (болу) 0.997: бол + ды (прош. время) · слова текстов»."""
    name = lemma.text
    if lemma.headword and lemma.headword != lemma.text:
        name += f" ({lemma.headword})"
    table = w.gettext(TABLES[lemma.table]) if lemma.table in TABLES else lemma.table
    read = f"{name} {lemma.weight:g}: {parts(lemma, w.language)}"
    return f"{read} · {table}" if table else read


def parts(lemma: Lemma, language: str) -> str:
    """A word taken apart, with what each part means in ``language``: «лагер + лер (plural)»."""
    from index.analysis.explaining import meaning

    meanings = [meaning(tag, language) for tag in lemma.tags]
    stem, *suffixes = lemma.segments
    if not suffixes:
        return f"{stem} ({', '.join(meanings)})" if meanings else stem
    pairs = zip_longest(suffixes, meanings)
    return " + ".join([stem, *(f"{s} ({m})" if m else str(s) for s, m in pairs)])

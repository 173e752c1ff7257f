"""``opis analyse``: how words become terms."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from ui.commands.options import language_code, words

_ = words().gettext


def analyse(
    terms: Annotated[
        list[str], typer.Argument(help=_("Words, or - for lines from standard input."))
    ],
    language: Annotated[
        str | None, typer.Option("--language", help=_("Language of the words: ru, kk or ky."))
    ] = None,
) -> None:
    """Show each word's lemmas and terms, as JSON lines."""
    code = language_code(language)
    for line in _lines() if terms == ["-"] else terms:
        if line.strip():
            sys.stdout.write(json.dumps(shape(line.strip(), code), ensure_ascii=False) + "\n")
        else:
            sys.stdout.flush()
    sys.stdout.flush()


def _lines() -> Iterator[str]:
    for line in sys.stdin:
        yield line.rstrip("\n")


def shape(word: str, language: str | None) -> dict[str, Any]:
    """The JSON of one word; without ``language`` the likeliest that its letters allow is shown."""
    from index.analysis.folding import exact, folded
    from index.analysis.language import language as likeliest
    from index.analysis.positions import (
        LANGUAGES,
        lemmatiser,
        possible_languages,
        terms,
    )
    from index.analysis.tokens import Token, tokens

    token = next(iter(tokens(word)), Token(0, len(word), exact(word)))
    languages = (language,) if language in LANGUAGES else possible_languages(token.form)
    likely = likeliest(word)
    shown = likely if likely in languages else next(iter(languages), None)
    lemmas = lemmatiser(shown).lemmas(token.form) if shown else ()
    best = lemmas[0] if lemmas else None
    return {
        "word": word,
        "language": shown,
        "lemmas": [lemma.text for lemma in lemmas] or [token.form],
        "headword": (best.headword or best.text) if best else token.form,
        "weights": [lemma.weight for lemma in lemmas],
        "segments": list(best.segments) if best else [],
        "tags": list(best.tags) if best else [],
        "table": best.table if best else "",
        "folded": folded(token.form),
        "terms": [
            {"kind": term.kind, "language": term.language or None, "text": term.text}
            for term in terms(token, languages)
        ],
    }

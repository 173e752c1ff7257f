"""Why words are hits, told to people: «как форма слова «лагерь»».

The engine says by which kind of term each word matched, and for which word of the query; here that
becomes words. An exact match needs no explaining.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.messages import N_
from corpus.reading import joined
from index.answer import Kind, Reason, Snippet
from ui.i18n import Translator

_AS = {
    Kind.LEMMA: N_("as a form of «{word}»"),
    Kind.FOLDED: N_("as another spelling of «{word}»"),
    Kind.ALTERNATIVE: N_("as «{word}», in another reading of the scan"),
    Kind.EARLIER: N_("as «{word}», read there before it was corrected"),
    Kind.FUZZY: N_("as a word like «{word}»"),
    Kind.THESAURUS: N_("as «{word}», from the thesaurus"),
}


def why(reasons: Iterable[Reason], words: Translator) -> str:
    """Return why a hit is one; nothing where all its words are as they were asked for."""
    said = [
        words.gettext(_AS[reason.kind]).format(word=reason.word)
        for reason in reasons
        if reason.kind in _AS
    ]
    return ", ".join(dict.fromkeys(said))


def found(snippets: Sequence[Snippet], words: Translator) -> list[str]:
    """Return a line for each reason in passages, strongest first: «Найдено как …: лагере»."""
    there: dict[tuple[Reason, ...], dict[str, str]] = {}
    for snippet in snippets:
        for (start, end), reasons in zip(snippet.marks, snippet.reasons, strict=True):
            word = " ".join(joined(snippet.text[start:end]).split())
            there.setdefault(reasons, {}).setdefault(word.casefold(), word)
    lines: dict[str, list[str]] = {}
    for reasons in sorted(there, key=lambda r: max(map(_rank, r), default=0)):
        if said := why(reasons, words):
            lines.setdefault(said, []).extend(there[reasons].values())
    template = words.gettext("Found {reason}: {words}")
    return [template.format(reason=r, words=", ".join(found)) for r, found in lines.items()]


def _rank(reason: Reason) -> int:
    return list(Kind).index(reason.kind)

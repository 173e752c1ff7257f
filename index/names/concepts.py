"""Names of the thesaurus on a page: the longest sequence of words that is a label.

Russian labels are compared word by word by dictionary form, Kazakh and Kyrgyz ones by stem and
ending in Russian letters, abbreviations as they are written. A long word that is misread in one
letter is found too. A label that also means other things counts only where a word near it says
which («г.», «лагерь»), and of concepts that share a label the document's date chooses.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from corpus.dates import UncertainDate
from corpus.tables import rows
from corpus.thesaurus import Concept, Label, Role, Thesaurus, Type
from index.analysis.folding import exact, folded
from index.analysis.lemmatiser import BY_RULE
from index.analysis.positions import LONGEST_WORD, lemmas
from index.analysis.russian_dictionary import dictionary
from index.analysis.tokens import Token, tokens
from index.names.lexicon import is_shaped, said
from index.names.mention import Kind, Layer, Mention
from index.names.places import is_cued
from index.names.turkic_ending import stems
from index.names.words import Word

#: a word of fewer letters must be without error
LONG = 7
#: how many words to either side a word that tells may stand
NEAR = 8

KINDS: Mapping[Type, Kind] = {
    Type.CAMP: Kind.CAMP,
    Type.AGENCY: Kind.ORGANISATION,
    Type.ORGANISATION: Kind.ORGANISATION,
    Type.ARCHIVE: Kind.ORGANISATION,
    Type.PLACE: Kind.PLACE,
    Type.PERSON: Kind.PERSON,
    Type.CATEGORY: Kind.CATEGORY,
    Type.TERM: Kind.TERM,
    Type.DOCUMENT: Kind.DOCUMENT,
    Type.PERIODICAL: Kind.PERIODICAL,
}
_TURKIC = frozenset({"kk", "ky"})
#: between the words of a label; a full stop too where the label has one
_GAP = re.compile(r"[\s«»\"„“”'-]*")
_STOPPED_GAP = re.compile(r"[\s«»\"„“”'.-]*")
#: «Об организации и деятельности …» names no thing by «организация»: terms of one short word
_SUFFIXED = re.compile(r"([A-ZА-ЯЁӘҒҚҢӨҰҮҺІ().]+)-?([а-яёәғқңөұүһі]*)")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A label as a sequence of words, each with the keys of which a word of the page has one."""

    words: tuple[frozenset[str], ...]
    stops: tuple[bool, ...]
    capitals: bool
    label: Label
    concept: Concept

    @property
    def kind(self) -> Kind:
        return KINDS[self.concept.type]


class Labels:
    """The labels of a thesaurus, ready to be looked for."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._by_first: dict[str, list[_Entry]] = defaultdict(list)
        self._misread: dict[str, set[str]] = defaultdict(set)
        for concept in thesaurus.concepts.values():
            if concept.replaced_by or concept.type is Type.PERSON:  # see index.names.known
                continue
            for label in concept.labels:
                if label.lang != "en" and (entry := _entry(label, concept)):
                    for key in entry.words[0]:
                        self._by_first[key].append(entry)
                    for key in frozenset().union(*entry.words):
                        for shorter in _shorter(key):
                            self._misread[shorter].add(key)
        self._keys = lru_cache(maxsize=1 << 15)(self._all_keys)

    def find(self, words: Sequence[Word], when: UncertainDate | None = None) -> Iterator[Mention]:
        """Yield the mentions of concepts, in order; none overlap."""
        at = 0
        while at < len(words):
            best = self._longest(words, at)
            kept = _meant(best, words, at, when) if best else []
            if kept:
                length = len(kept[0].words)
                yield self._mention(words, at, kept)
                at += length
            else:
                at += 1

    def _longest(self, words: Sequence[Word], at: int) -> list[_Entry]:
        """The entries of most words that stand at a word."""
        found: dict[int, list[_Entry]] = defaultdict(list)
        for key in sorted(self._of(words[at])):  # as it stands, then by dictionary form, by stem
            for entry in self._by_first.get(key, ()):
                length = len(entry.words)
                if at + length <= len(words) and self._stands(entry, words, at):
                    found[length].append(entry)
        return list(dict.fromkeys(found[max(found)])) if found else []

    def _stands(self, entry: _Entry, words: Sequence[Word], at: int) -> bool:
        if entry.capitals and not (words[at].capital or words[at].shouted):
            return False
        for n, keys in enumerate(entry.words):
            word = words[at + n]
            if n and not keys & self._of(word):
                return False
            if n + 1 < len(entry.words):
                gap = _STOPPED_GAP if entry.stops[n] else _GAP
                if not gap.fullmatch(word.gap):
                    return False
        return True

    def _of(self, word: Word) -> frozenset[str]:
        return self._keys(word.form, _in_capitals(word), word.language)

    def _all_keys(self, form: str, capitals: str, language: str) -> frozenset[str]:
        """The keys of a word of a page; a run of letters without end is no name."""
        keys = {"=" + form}
        if len(form) > LONGEST_WORD:
            return frozenset(keys)
        if capitals:
            keys.add("A" + capitals)
        turkic = language in _TURKIC
        keys |= set(_turkic_keys(form, language)) if turkic else set(_russian_keys(form))
        if len(form) >= LONG and not _is_known(form, language):
            for key in tuple(keys):
                if key[0] in "LT":
                    keys |= self._corrected(key)
        return frozenset(keys)

    def _corrected(self, key: str) -> set[str]:
        """The keys of labels that differ in one letter, or in two that changed places."""
        near = {one for shorter in _shorter(key) for one in self._misread.get(shorter, ())}
        return {one for one in near if OSA.distance(one, key, score_cutoff=1) <= 1}

    def _mention(self, words: Sequence[Word], at: int, entries: Sequence[_Entry]) -> Mention:
        length = len(entries[0].words)
        first, last = words[at], words[at + length - 1]
        ids = tuple(dict.fromkeys(entry.concept.id for entry in entries))
        plain = [_plain_keys(word) for word in words[at : at + length]]
        exactly = any(
            all(keys & own for keys, own in zip(entry.words, plain, strict=True))
            for entry in entries
        )
        confidence = 0.95 if len(ids) == 1 else 0.5
        return Mention(
            first.start,
            last.end,
            "",
            entries[0].kind,
            ids,
            confidence if exactly else confidence - 0.2,
            Layer.THESAURUS,
        )


def _entry(label: Label, concept: Concept) -> _Entry | None:
    found = [*tokens(label.text)]
    if not found:
        return None
    written = [label.text[token.start : token.end] for token in found]
    gaps = [label.text[token.end : later.start] for token, later in pairwise(found)]
    abbreviation = label.role is Role.ABBR
    keys = tuple(
        _label_keys(token, text, label.lang, abbreviation)
        for token, text in zip(found, written, strict=True)
    )
    proper = concept.type in {Type.CAMP, Type.PLACE, Type.PERIODICAL}
    capitals = written[0][:1].isupper() and (proper or len(found) == 1)
    return _Entry(keys, (*("." in gap for gap in gaps), False), capitals, label, concept)


def _label_keys(token: Token, written: str, lang: str, abbreviation: bool) -> frozenset[str]:
    form = token.form
    if abbreviation and sum(c.isupper() for c in written) > 1:
        return frozenset({"A" + exact(written.replace(".", "")).upper()})
    if lang == "ru":
        return frozenset({"=" + form, *_russian_keys(form), "T" + folded(form)})
    return frozenset({"=" + form, "T" + folded(form)})


def _russian_keys(form: str) -> Iterator[str]:
    for lemma in lemmas(form, "ru"):
        yield "L" + lemma.text
    if m := re.fullmatch(r"(\w{2,}лаг)(?:а|у|ом|е|и|ов|ам|ами|ах)?", form):
        yield "L" + m[1]


def _turkic_keys(form: str, language: str) -> Iterator[str]:
    low = folded(form)
    for stem in stems(low, 2):
        yield "T" + stem
    for lemma in lemmas(form, language):
        yield "T" + folded(lemma.text)


def _plain_keys(word: Word) -> set[str]:
    """The keys of a word as it stands, without what it may be misread for."""
    keys = {"=" + word.form}
    if capitals := _in_capitals(word):
        keys.add("A" + capitals)
    own = _turkic_keys(word.form, word.language) if word.language in _TURKIC else None
    return keys | set(own or _russian_keys(word.form))


def _in_capitals(word: Word) -> str:
    """The abbreviation that a word is, without its stops and its ending."""
    if not word.abbreviated and not word.shouted:
        return ""
    m = _SUFFIXED.match(word.written.upper() if word.shouted else word.written)
    return exact(m[1].replace(".", "")).upper() if m else ""


@lru_cache(maxsize=1 << 15)
def _is_known(form: str, language: str) -> bool:
    if language in _TURKIC:
        found = lemmas(form, language)
        return bool(found) and found[0].table != BY_RULE
    return bool(dictionary().word_is_known(form))


def _shorter(key: str) -> Iterator[str]:
    """A long key and what is left of it without any one letter (Garbe's symmetric deletion)."""
    if len(key) > LONG and key[0] in "LT":
        yield key
        for n in range(1, len(key)):
            yield key[:n] + key[n + 1 :]


def _meant(
    entries: Iterable[_Entry], words: Sequence[Word], at: int, when: UncertainDate | None
) -> list[_Entry]:
    """The entries that may be meant here."""
    entries = [entry for entry in entries if _may_stand(entry, words, at)]
    shared = len({entry.concept.id for entry in entries}) > 1
    if when is not None:  # «Киргизская АССР» was Kazakhstan until 1925
        entries = [entry for entry in entries if _was_so(entry, when)] if shared else entries
        shared = shared or any(entry.label.span for entry in entries)
    possible = [entry for entry in entries if shared or _is_told(entry, words, at)]
    kinds = [entry.kind for entry in possible]
    return [entry for entry in possible if entry.kind == kinds[0]]


def _may_stand(entry: _Entry, words: Sequence[Word], at: int) -> bool:
    """Whether a word is no other word and no person's name: «М. В. Фрунзе» is no place."""
    if entry.kind is not Kind.PLACE or len(entry.words) > 1:
        return True
    word = words[at]
    if (word.first or word.shouted) and word.language == "ru" and not said(word.form).noun:
        return is_cued(words, at)  # «Верно» is no Верный
    return not _beside_initials(words, at)


def _is_told(entry: _Entry, words: Sequence[Word], at: int) -> bool:
    """Whether a label means one thing, or a word near it tells."""
    end = at + len(entry.words)
    word = words[at]
    if not entry.label.ambiguous:
        return True
    written_so = entry.label.role is Role.ABBR and not word.shouted
    if written_so and dictionary().word_is_known(exact(entry.label.text)):
        return True  # АЛЖИР is not Алжир
    if entry.kind is Kind.PLACE:
        return is_cued(words, at)
    near = [*words[max(0, at - NEAR) : at], *words[end : end + NEAR]]
    return any(other.form.startswith(_cues().get(entry.kind, ())) for other in near)


def _beside_initials(words: Sequence[Word], at: int) -> bool:
    """Whether initials before or behind a word, which is not cued, are its own."""
    if is_cued(words, at):
        return False
    first = at
    while first and words[first - 1].initial:
        first -= 1
    if first < at:  # the initials are of the surname before them, if there is one
        return not (first and words[first - 1].gap == " " and is_shaped(words[first - 1].form))
    end = at + 1
    while end < min(at + 3, len(words)) and words[end].initial:
        end += 1
    if end == at + 1 or words[at].gap != " ":
        return False
    return end == len(words) or not words[end].named or words[end - 1].gap not in {".", ". "}


def _was_so(entry: _Entry, when: UncertainDate) -> bool:
    span = entry.label.span or entry.concept.span
    if span is None:
        return True
    return not (
        (span.latest and when.earliest and span.latest < when.earliest)
        or (span.earliest and when.latest and when.latest < span.earliest)
    )


@cache
def _cues() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for kind, word, _ in rows("index.names", "cues.tsv"):
        found[kind] = (*found.get(kind, ()), word)
    return found

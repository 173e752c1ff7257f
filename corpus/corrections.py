"""Corrections that outlive a new machine reading: what a person wrote stays.

A corrected layer is compared with the machine layer that the person corrected, word by word, and so
is the new machine layer (a three-way merge, as Khanna, Kunal and Pierce describe it: «A Formal
Investigation of Diff3», 2007). Where the person changed something her words stand, also where the
machine now reads something else; everything she left follows the newer reading. Her words take
their places on the page from the words that they replace.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from corpus.messages import N_
from corpus.reading import Line, Quad, Reading, Source, Word, join_parts, line_spans

#: Why the text of a page is as it is, where a person has compared all of it with the scan.
CHECKED = N_("A person has compared the whole page with its scan.")


@dataclass(frozen=True, slots=True)
class _Token:
    """A run of characters without a space: what follows it, its words, the language of its line.

    The offsets of ``words`` count from its beginning.
    """

    text: str
    after: str
    words: tuple[Word, ...]
    language: str | None

    @property
    def quads(self) -> tuple[Quad, ...]:
        """The places of its words."""
        return tuple(quad for word in self.words for quad in word.quads)


def carried(below: Reading | None, corrected: Reading, fresh: Reading) -> Reading:
    """Return ``fresh`` with the corrections that make ``corrected`` of ``below``.

    ``below`` is None where no machine had read the page: then everything was written by the person.
    Of a page that she has checked (:func:`confirmed`) every word stands.
    """
    base, checked = _tokens(below) if below else [], is_checked(corrected)
    mine, theirs = _tokens(corrected), _tokens(fresh)
    merged: list[_Token] = []
    for old, own, new in _chunks(base, mine, theirs) if base else [(base, mine, theirs)]:
        hers = _texts(own) != _texts(new if checked else old)
        merged += _placed(own, new) if hers else new
    whole = _composed(merged, replace(fresh, source=Source.CORRECTED, engine=corrected.engine))
    return confirmed(whole) if checked else whole


def confirmed(reading: Reading) -> Reading:
    """Return a reading that a person has compared with the scan: nothing in it is doubtful."""
    words = tuple(replace(word, confidence=None, alternatives=()) for word in reading.words)
    return replace(reading, words=words, source=Source.CORRECTED, confidence=None, reason=CHECKED)


def is_checked(reading: Reading) -> bool:
    """Whether a person has compared all of a reading with the scan."""
    return reading.source is Source.CORRECTED and reading.reason == CHECKED


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A place where a person corrected the machine, and a newer machine reads something else yet.

    ``person`` are her words, which stand; ``machine`` those that are read there now.
    """

    person: str
    machine: str


def disagreements(below: Reading, corrected: Reading, fresh: Reading) -> list[Disagreement]:
    """Where a new machine reading agrees neither with the person nor with the one before."""
    chunks = _chunks(_tokens(below), _tokens(corrected), _tokens(fresh))
    checked = is_checked(corrected)
    return [
        Disagreement(" ".join(_texts(own)), " ".join(_texts(new)))
        for old, own, new in chunks
        if (checked or _texts(own) != _texts(old)) and _texts(new) not in (_texts(own), _texts(old))
    ]


def with_earlier(below: Reading, corrected: Reading) -> Reading:
    """Return ``corrected`` with what stood in ``below`` where a person has changed it."""
    before, mine = _tokens(below), _texts(_tokens(corrected))
    base = _texts(before)
    starts = [m.start() for m in re.finditer(r"\S+", corrected.text)]
    stood: dict[int, str] = {}
    for change, i, to, j, end in SequenceMatcher(None, base, mine, autojunk=False).get_opcodes():
        if change in {"equal", "insert"} or not mine:
            continue
        if to - i == end - j:
            stood |= dict(zip(range(j, end), base[i:to], strict=True))
        else:  # other words than there were, or none: what stood is told at the first
            there = "".join(token.text + token.after for token in before[i:to])
            stood[min(j, len(mine) - 1)] = there.strip()
    by_word = {
        n: text
        for token, text in stood.items()
        for n in corrected.words_in(starts[token], starts[token] + len(mine[token]))[:1]
    }
    words = (
        replace(word, earlier=(by_word[n],)) if n in by_word else word
        for n, word in enumerate(corrected.words)
    )
    return replace(corrected, words=tuple(words))


def rewritten(reading: Reading, start: int, end: int, text: str) -> Reading:
    """Return a reading in which a person has written ``text`` for what stands in a range.

    The range is one of half-open code point offsets. Words that ``text`` leaves as they are stay
    what they were; the others have new ones in their places. Line ends stay where they are as far
    as there are as many words, unless ``text`` has line ends of its own.
    """
    tokens = _tokens(reading)
    spans = [m.span() for m in re.finditer(r"\S+", reading.text)]
    touched = [n for n, (first, last) in enumerate(spans) if first < end and last > start]
    first, last = (touched[0], touched[-1] + 1) if touched else (len(tokens), len(tokens))
    there, written = tokens[first:last], text
    if there:
        written = text.join(
            (reading.text[spans[first][0] : start], reading.text[end : spans[last - 1][1]])
        )
    own = [
        _Token(m[1], m[2] or " ", (Word(0, len(m[1])),), None)
        for m in re.finditer(r"(\S+)(\s*)", written)
    ]
    if not own and first:  # what was struck out leaves its line end behind
        tokens[first - 1] = replace(tokens[first - 1], after=tokens[last - 1].after)
    elif own and there:
        after = there if len(own) == len(there) and "\n" not in text else [*own[:-1], there[-1]]
        own = [replace(mine, after=old.after) for mine, old in zip(own, after, strict=True)]
    merged = [*tokens[:first], *_retyped(own, there), *tokens[last:]]
    new = _composed(merged, replace(reading, source=Source.CORRECTED))
    return confirmed(new) if is_checked(reading) else new


def _retyped(own: list[_Token], there: list[_Token]) -> Iterator[_Token]:
    """What a person has typed, with the places of what stood there; what she left stays."""
    changes = SequenceMatcher(None, _texts(there), _texts(own), autojunk=False).get_opcodes()
    for change, i, to, j, end in changes:
        mine = own[j:end]
        beside = there[max(i - 1, 0) : max(i, 1)]  # where a word was missing
        placed = there[i:to] if change == "equal" else _placed(mine, there[i:to] or beside)
        for token, typed in zip(placed, mine, strict=True):
            yield replace(token, after=typed.after)


def _tokens(reading: Reading) -> list[_Token]:
    """The tokens of a reading; a word over a line end has a part in each of two."""
    found = [*re.finditer(r"(\S+)(\s*)", reading.text)]
    parts: list[list[Word]] = [[] for _ in found]
    for word in reading.words:
        over = [i for i, m in enumerate(found) if m.start(1) < word.end and m.end(1) > word.start]
        one_each = len(over) == len(word.quads)
        for n, i in enumerate(over):
            quads = word.quads[n : n + 1] if one_each else word.quads if n == 0 else ()
            start, end = found[i].span(1)
            own = (max(word.start, start) - start, min(word.end, end) - start)
            parts[i].append(Word(*own, quads, word.confidence))
    languages = [
        next((line.language for line in reading.lines if line.start <= m.start() < line.end), None)
        for m in found
    ]
    return [
        _Token(m.group(1), m.group(2), tuple(words), language)
        for m, words, language in zip(found, parts, languages, strict=True)
    ]


def _chunks(
    base: list[_Token], mine: list[_Token], theirs: list[_Token]
) -> Iterator[tuple[list[_Token], list[_Token], list[_Token]]]:
    """Divide the machine's readings into places, with what the person made of the first there."""
    begins, inside = _by_the_person(base, mine)
    chunks: list[list[int]] = []
    for a, b, c, d in _places(base, theirs):
        if a in inside:
            chunks[-1][1], chunks[-1][3] = b, d
        else:
            chunks.append([a, b, c, d])
    for a, b, c, d in chunks:
        own = mine[begins[a] : begins[b]] if a < b else []
        yield base[a:b], own, theirs[c:d]
    yield [], mine[begins[len(base)] :], []


def _places(base: list[_Token], theirs: list[_Token]) -> Iterator[tuple[int, int, int, int]]:
    """Ranges of both readings, half-open: a word that both have, or what stands between two."""
    blocks = SequenceMatcher(None, _texts(base), _texts(theirs), autojunk=False)
    i = k = 0
    for a, c, size in blocks.get_matching_blocks():  # the last one is empty, at both ends
        if a > i or c > k:
            yield i, a, k, c
        for n in range(size):
            yield a + n, a + n + 1, c + n, c + n + 1
        i, k = a + size, c + size


def _by_the_person(base: list[_Token], mine: list[_Token]) -> tuple[list[int], set[int]]:
    """Where in ``mine`` that begins which stands for each word of ``base`` (and for its end).

    What the person put before a word counts to it. Also the words that she made one with the word
    before: there a place may not be divided.
    """
    begins, inside, put_before = [0] * (len(base) + 1), set[int](), None
    begins[-1] = len(mine)
    changes = SequenceMatcher(None, _texts(base), _texts(mine), autojunk=False).get_opcodes()
    for change, i, to, j, end in changes:
        if change == "insert":
            put_before = j
            begins[i] = j
            continue
        for n in range(i, to):
            begins[n] = j + n - i if change == "equal" else j if n == i else end
        if put_before is not None:
            begins[i], put_before = put_before, None
        if change == "replace":
            inside.update(range(i + 1, to))
    return begins, inside


def _texts(tokens: Sequence[_Token]) -> list[str]:
    return [token.text for token in tokens]


def _placed(own: list[_Token], new: list[_Token]) -> list[_Token]:
    """A person's words in the places of those that the machine reads there."""
    if not own or not new:
        return own
    out = []
    for n, token in enumerate(own):
        first, last = (i * len(new) // len(own) for i in (n, n + 1))
        there = new[first : max(last, first + 1)]
        word = Word(0, len(token.text), tuple(quad for t in there for quad in t.quads))
        out.append(replace(token, words=(word,), language=token.language or there[0].language))
    out[-1] = replace(out[-1], after=new[-1].after)
    return out


def _composed(tokens: list[_Token], about: Reading) -> Reading:
    text, words, languages = "", [], {}
    for token in tokens:
        at = len(text)
        words += [replace(w, start=w.start + at, end=w.end + at) for w in token.words]
        languages[at] = token.language
        text += token.text + (token.after or " ")
    text = text.rstrip(" ")
    lines = []
    apart = {about.text[line.start : line.end] for line in about.lines if line.apart}
    for start, end in line_spans(text):
        here = Counter(lang for at, lang in languages.items() if start <= at < end and lang)
        language = here.most_common(1)[0][0] if here else None
        lines.append(Line(start, end, language, text[start:end] in apart))
    return replace(about, text=text, words=join_parts(text, words), lines=tuple(lines), reason="")

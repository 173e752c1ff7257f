"""The kind of a document as a line of its head names it: «ПРИКАЗ № 15», «… туралы қаулысы».

The names are those of the kinds of document of the thesaurus. A line names a kind

- that stands at its beginning in capitals, perhaps with the letters set apart, perhaps behind an
  adjective: «П Р И К А З по лагерю», «ОПЕРАТИВНЫЙ ПРИКАЗ № 00447»;
- that stands alone or with a number: «Протокол № 5», and in small letters as the first line;
- that stands at its end in capitals in Kazakh or Kyrgyz, where what a document is comes last:
  «МИНИСТРЛЕР СОВЕТІНІҢ ҚАУЛЫСЫ», «ТЕРГЕУ ТУРАЛЫ БҰЙРЫҚ».

Kazakh and Kyrgyz names are known as typists without their letters wrote them, too: «БУЙРЫК».
A running text that speaks of an order is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.reading import Reading
from corpus.thesaurus import Thesaurus, Type

#: ids of kinds in the thesaurus begin so; what follows is the code of ``kinds.tsv``
_PREFIX = "doc-"
#: Words that head other things: «СТАТЬЯ 58», «КНИГА УЧЁТА», «ЖУРНАЛ «КРОКОДИЛ»», «ФОТОГРАФИЯ» of a
#: form that nobody has filled in.
_OTHERWISE = frozenset({"article", "book", "newspaper", "register", "map", "photograph"})
#: «ОБЩАЯ ХАРАКТЕРИСТИКА РАБОТЫ» is none of a person
_BARE = frozenset({"character"})
#: what typists without Kazakh and Kyrgyz letters wrote
_TYPED = str.maketrans("ӘҒҚҢӨҰҮҺІ", "АГКНОУУХИ")
#: lines from the top of a page that may be a heading
HEAD = 15
#: A page of so many words at most is a cover or a title: the heading may stand on the next.
COVER = 50
#: letters that only Kazakh and Kyrgyz have
_TURKIC = re.compile("[ӘҒҚҢӨҰҮҺІ]")
_ADJECTIVE = r"(?:[А-Я]{3,}(?:ЫЙ|ИЙ|ОЙ|АЯ|ЯЯ|ОЕ|ЕЕ)\s+){0,2}"
_NUMBER = r"№\s*[\d/-]+\w?"
#: the last letter of a stem before a vowel
_VOICED = {"Қ": "Ғ", "К": "Г", "П": "Б"}
_VOWELS = frozenset("АӘЕЁИОӨУҰҮЫІЭЮЯ")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something in it, without the spaces at its ends; half-open code point offsets."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class KindHeading:
    """A kind, the number of the line that names it, and the range of the words that do so."""

    kind: str
    line: int
    start: int
    end: int


def lines(text: str) -> Iterator[Line]:
    """The lines of a text that have something in them."""
    for m in re.finditer(r"[^\s](?:[^\n]*[^\s])?", text):
        yield Line(*m.span(), m[0])


def kind_of(reading: Reading, thesaurus: Thesaurus) -> str:
    """The code of the kind that the head of a page names, empty where it names none."""
    found = named(reading, [*lines(reading.text)][:HEAD], thesaurus)
    return found.kind if found else ""


def named(reading: Reading, head: list[Line], thesaurus: Thesaurus) -> KindHeading | None:
    """The first line of a head that names a kind."""
    kinds, is_turkic = _kinds(thesaurus), reading.language in {"kk", "ky"}
    for number, line in enumerate(head):
        turkic = is_turkic or bool(_TURKIC.search(line.text))
        text = line.text.replace("Ё", "Е").replace("ё", "е")
        if number == 0:
            text = text[:1].upper() + text[1:]
        if (found := kinds.named(text, turkic)) is not None:
            kind, start, end = found
            return KindHeading(kind, number, line.start + start, line.start + end)
    return None


class _Kinds:
    """The patterns of the names of kinds; ё is е in them as in what they are held against."""

    def __init__(self, told: Sequence[tuple[str, str, str]]) -> None:
        """Take names in capitals, each with the code of its kind and the language."""
        codes = {name: code for name, code, _ in reversed(told)}
        self._codes = {_letters(name): code for name, code in codes.items()}
        names = sorted(codes, key=lambda name: (-len(name), name))
        apart = "|".join(map(_apart, names))
        self._first = re.compile(rf"{_ADJECTIVE}(?P<kind>{apart})(?!\w)")
        written, small = (
            "|".join(re.escape(change(name)).replace(r"\ ", r"\s+") for name in names)
            for change in (str.capitalize, str.lower)
        )
        self._alone = re.compile(
            rf"(?P<kind>{written})(?:\s*[.:]?$|\s+{_NUMBER})|{_NUMBER}\s+(?P<behind>{apart}|{small})[.:]?$"
        )
        turkic = {name: codes[name] for name, _, language in told if language in {"kk", "ky"}}
        self._ends = {end: code for name, code in turkic.items() for end in _ends(name)}
        russian = {name for name, _, language in told if language == "ru"}
        #: forms that are no Russian word: «АКТЫ» are several
        self._telling = {
            end for name in turkic.keys() - russian for end in _ends(name) if len(end) > 4
        }
        last = sorted(self._ends, key=lambda end: (-len(end), end))
        self._last = re.compile(rf"(?:.*\s)?(?P<kind>{'|'.join(map(re.escape, last))})[.:]?$")

    def named(self, line: str, turkic: bool) -> tuple[str, int, int] | None:
        """The kind that a line names, with the range of its words."""
        for pattern in (self._first, self._alone):
            if m := pattern.match(line):
                group = "kind" if m["kind"] else "behind"
                start = 0 if pattern is self._first else m.start(group)
                code = self._codes[_letters(m[group].upper())]
                if not (code in _BARE and start < m.start(group)):
                    return code, start, m.end(group)
        m = self._last.match(line) if line.isupper() else None
        if m is not None and (turkic or m["kind"] in self._telling):
            return self._ends[m["kind"]], *m.span("kind")
        return None


def _kinds(thesaurus: Thesaurus) -> _Kinds:
    told = [
        (label.text.upper().replace("Ё", "Е"), code, label.lang)
        for concept in thesaurus.of_type(Type.DOCUMENT)
        if (code := concept.id.removeprefix(_PREFIX)) not in _OTHERWISE
        for label in concept.labels
        if not label.ambiguous
    ]
    typed = [(name.translate(_TYPED), code, lang) for name, code, lang in told]
    return _kinds_of((*told, *(one for one in typed if one not in told)))


_kinds_of = lru_cache(maxsize=2)(_Kinds)


def _letters(name: str) -> str:
    return re.sub(r"\s+", "", name)


def _apart(name: str) -> str:
    """A pattern of a name whose letters may stand apart."""
    return r"\s*".join(re.escape(letter) for letter in name if not letter.isspace())


def _ends(name: str) -> Iterator[str]:
    """A name and its forms as somebody's."""
    yield name
    joined = name + "С" if name[-1] in _VOWELS else name[:-1] + _VOICED.get(name[-1], name[-1])
    yield from (joined + vowel for vowel in "ЫІИУҮ")

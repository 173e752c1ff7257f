"""Cuts a query into operators and leaves, in one pass and with the limits of the query language."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.reading import HYPHENS, line_end_joins
from index.analysis.numerals import numerals
from index.analysis.tokens import SPACED
from index.answer import Diagnostic
from index.query.diagnostics import diagnostic
from index.query.fields import LIKE, TOPIC, field_named, value_of
from index.query.recognising import (
    INNER,
    MINUS,
    QUOTES,
    Day,
    Person,
    operators,
    recognise,
    spans_of_years,
)
from index.query.tree import (
    GAP,
    MAX_NEAR,
    MAX_PHRASE,
    Concept,
    Field,
    Near,
    Node,
    Part,
    Phrase,
    Word,
    Years,
    apart,
)
from index.query.words import like, parts

#: Limits of rule 10 of the query language, and words that may stand between those of a near.
MAX_WORDS, MAX_FAR = 64, 100

_CHUNK = rf"{INNER}+(?:\([^\W\d_]{{1,2}}\){INNER}*)?"
_LEXEME = re.compile(
    rf"(?P<only>[=!])?(?P<quote>[{QUOTES}])(?P<quoted>[^{QUOTES}]*)(?P<closed>[{QUOTES}])?"
    r"(?P<near>[/~]\d+)?"
    r"|\[(?P<forms>[^\[\]]*)(?P<shut>\])?(?P<far>[/~]\d+)?"
    r"|(?P<open>\()|(?P<close>\))"
    rf"|(?P<minus>{MINUS})"
    r"|(?P<sign>[&|+])"
    rf"|(?P<chunk>{_CHUNK})"
)
#: «[10, с. 81]», as it stands in a printed text that somebody pasted
_NOTE = re.compile(r"\[\s*\d+\s*(?:[,;][^\[\]]{0,60})?\]")
_LINE_END = re.compile(rf"(?<=\w)([{HYPHENS}])[^\S\n]*\n\s*(?=\w)")
_GAP = re.compile(r"…|\.{3,}|\[\s*(?:…|\.{2,})?\s*\]|<\s*(?:…|\.{2,})?\s*>")
_FIELD = re.compile(r"[=!]?([^\W\d_]{2,30}+):( ?)")
_VALUE = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]?|({_CHUNK})")
_YEARS = re.compile(r"(\d{4})?(?:(?:\.\.\.?|…|[-–—])(\d{4})?)?(?![\w-])", re.ASCII)
_AND = frozenset({"И", "AND"})
_OR = frozenset({"ИЛИ", "OR"})
_NOT = frozenset({"НЕ", "NOT"})
_LOCAL = {
    "kk": ("ЖӘНЕ", "НЕМЕСЕ", "ЕМЕС", "әғқұһі"),
    "ky": ("ЖАНА", "ЖЕ", "ЭМЕС", "өүң"),
}


@dataclass(frozen=True, slots=True)
class Symbol:
    """A lexeme: an operator by its sign (``& | - ( )``), or a leaf."""

    sign: str
    text: str
    node: Node | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A query in symbols, and queries that may be meant instead of it."""

    symbols: list[Symbol]
    offered: tuple[str, ...] = ()


def cut(query: str, language: str | None, all_exact: bool, notes: list[Diagnostic]) -> Cut:
    """Cut ``query``; what is odd about it is added to ``notes``."""
    query = " ".join(_whole_words(query).split())
    for note in _NOTE.findall(query):
        notes.append(diagnostic("note-ignored", text=note))
    query = " ".join(_NOTE.sub(" ", query).split())
    query = re.sub(SPACED, lambda m: m.group().replace(" ", ""), query)
    for numeral in reversed([*numerals(query)]):  # Ш квартал
        query = query[: numeral.start] + numeral.value.upper() + query[numeral.end :]
    signs = _signs(query, language)
    joining = [word for word in operators(query) if word in signs]
    others = set(re.findall(r"[^\W\d_]+", query)) - signs.keys()
    if joining and others and all(map(str.isupper, others)):  # in a heading «И» is a word
        notes += [diagnostic("capitals-are-words", word=word) for word in joining]
        signs = {}
    offered: list[str] = []
    for start, end, first, last in spans_of_years(query):
        notes.append(diagnostic("years-offered", text=query[start:end]))
        if not offered:
            offered = [query[:start] + str(Field("year", Years(first, last))) + query[end:]]
    lexer = _Lexer(query, signs, all_exact, notes)
    return Cut(lexer.symbols(), tuple(offered))


def _whole_words(query: str) -> str:
    """A query that was copied over line ends, with its words as on the page."""
    query = query.replace("\r\n", "\n")
    for start, end in reversed(line_end_joins(query)):
        query = query[:start] + query[end:]
    return _LINE_END.sub(r"\1", query)


def _signs(query: str, language: str | None) -> dict[str, str]:
    """The words that are operators in this query, each with its sign."""
    signs = {**dict.fromkeys(_AND, "&"), **dict.fromkeys(_OR, "|"), **dict.fromkeys(_NOT, "-")}
    for code, (both, either, without, letters) in _LOCAL.items():
        if language == code or set(letters) & set(query.casefold()):
            signs |= {both: "&", either: "|", without: "-"}
    return signs


class _Lexer:
    """Counts the words of a query against the limits while it cuts it."""

    def __init__(
        self,
        query: str,
        signs: dict[str, str],
        all_exact: bool,
        notes: list[Diagnostic],
    ) -> None:
        self.query, self.signs, self.all_exact, self.notes = query, signs, all_exact, notes
        # In this form only, a date is its words.
        self.recognised = {
            one.start: one
            for one in recognise(query)
            if not (all_exact and isinstance(one.node, Day))
        }
        self.words = self.at = 0

    def symbols(self) -> list[Symbol]:
        out: list[Symbol] = []
        while m := _LEXEME.search(self.query, self.at):
            self.at = m.end()
            one = self.recognised.get(m.start())
            if one and (m["chunk"] or m.end() < one.end):  # «17» сентября, but no «17.09.1931»
                self.at = one.end
                out += self._leaf(one.node, one.words)
            elif m["quote"]:
                if not m["closed"] and m["quoted"].strip():
                    self._note("quote-closed")
                out += self._quoted(m["quoted"], m["near"], only=bool(m["only"]))
            elif m["forms"] is not None:
                if not m["shut"]:
                    self._note("quote-closed")
                out += self._quoted(m["forms"], m["far"] or "/0", only=False)
            elif sign := m["open"] or m["close"] or m["minus"] or m["sign"]:
                out.append(Symbol("&" if sign == "+" else sign, sign))
            else:
                out += self._unquoted(m.start(), m["chunk"])
        return out

    def _note(self, code: str, **values: object) -> None:
        self.notes.append(diagnostic(code, **values))

    def _unquoted(self, start: int, chunk: str) -> list[Symbol]:
        """A name, a field, a concept or words."""
        if chunk in self.signs:
            return [Symbol(self.signs[chunk], chunk)]
        if chunk[0] == "#":
            return self._field(TOPIC, "#", start + 1) or self._chunk(chunk)
        if m := _FIELD.match(self.query, start):
            if field := field_named(m[1]):
                if found := self._field(field, m[1], m.end()):
                    return found
            elif not m[2] and re.match(rf"[\w{QUOTES}]", self.query[m.end() : m.end() + 1]):
                self._note("field-unknown", name=m[1])
        return self._chunk(chunk)

    def _chunk(self, chunk: str) -> list[Symbol]:
        body = chunk.lstrip("=!")
        if not body and chunk[0] == "=":
            self._note("operator-ignored", word=chunk)
        if body[:1] == "#":
            self._note("sign-ignored", sign="#", word=chunk)
        found = self._counted(body, only=self.all_exact or chunk[0] in "=!")
        if not found and "*" in body:
            self._note("sign-ignored", sign="*", word=chunk)
        return [Symbol("", body, node) for node in found]

    def _field(self, field: str, name: str, start: int) -> list[Symbol]:
        """The field whose value begins at ``start``; nothing where there is no value."""
        if field == "year" and (m := _YEARS.match(self.query, start)) and (m[1] or m[2]):
            self.at = m.end()
            return self._years(m)
        one = self.recognised.get(start)
        person = one if one and isinstance(one.node, Person) else None
        m = _VALUE.match(self.query, start)
        if m is None or (not m[2] and not m[1].strip()) or m[2] in self.signs:
            if name != "#":
                self._note("field-empty", name=name)
            return []
        end = person.end if person else m.end()
        inside = self.query[start:end] if person else m[1] or m[2]
        if field == LIKE:
            self.at = end
            return self._phrase([[like(p, self._note) for p in self._counted(inside)]], exact=True)
        words = [part.text if isinstance(part, Word) else str(part)
                 for part in parts(inside, self._note)]  # fmt: skip
        if not words or field == "year":
            self._note("field-value", value=inside, name=name)
            self.at = end
            return [Symbol("", inside)]
        self.at = end
        value = apart(words, ", ")
        if field == TOPIC:
            return self._leaf(Concept(value), len(words))
        node = Field(field, value_of(field, value))
        return self._leaf(node, 1)

    def _years(self, m: re.Match[str]) -> list[Symbol]:
        single = m.group() == m[1]
        first, last = (int(year) if year else None for year in (m[1], m[1] if single else m[2]))
        if first is not None and last is not None and first > last:
            self._note("field-value", value=m.group(), name="год")
            return [Symbol("", m.group())]
        return self._leaf(Field("year", Years(first, last)), 1)

    def _leaf(self, node: Node, words: int) -> list[Symbol]:
        """A leaf that counts as so many words, where there is room for it."""
        if self.words + words > MAX_WORDS:
            self._note("too-many-words", limit=MAX_WORDS)
            return []
        self.words += words
        return [Symbol("", str(node), node)]

    def _quoted(self, inside: str, near: str | None, *, only: bool) -> list[Symbol]:
        """A phrase of exact forms; «/0» of any forms, «/3» near each other in any order."""
        only = only or self.all_exact
        any_order = near is not None and near.strip("/~0") != ""
        sections = [self._counted(section, only=only) for section in _GAP.split(inside)]
        sections = [section for section in sections if section]
        if not any_order:
            return self._phrase(sections, exact=only or near is None)
        if len(sections) > 1:
            self._note("sign-ignored", sign="…", word=inside)
        words = [part for section in sections for part in section]
        if len(words) > MAX_NEAR:
            self._note("near-too-long", limit=MAX_NEAR)
        if len(words) < 2:
            return self._phrase([words], exact=False)
        assert near is not None  # noqa: S101 - see any_order
        distance = int(near[1:].lstrip("0")[:4])
        if distance > MAX_FAR:
            self._note("near-too-far", limit=MAX_FAR)
        return [Symbol("", inside, Near(tuple(words[:MAX_NEAR]), min(distance, MAX_FAR)))]

    def _phrase(self, sections: list[list[Part]], *, exact: bool) -> list[Symbol]:
        """Words in order with gaps between the sections; one alone keeps any form."""
        words = [part for section in sections for part in section]
        gaps = [0 if i else GAP for section in sections for i in range(len(section))][1:]
        if len(words) > MAX_PHRASE:
            self._note("phrase-too-long", limit=MAX_PHRASE)
        words, gaps = words[:MAX_PHRASE], gaps[: MAX_PHRASE - 1]
        if len(words) < 2:
            return [Symbol("", str(word), word) for word in words]
        if exact:
            words = [replace(word, exact=True) if isinstance(word, Word) else word
                     for word in words]  # fmt: skip
        return [Symbol("", "", Phrase(tuple(words), tuple(gaps)))]

    def _counted(self, text: str, *, only: bool = False) -> list[Part]:
        """The words of ``text`` up to the limit."""
        words = parts(text, self._note, only=only)
        room = MAX_WORDS - self.words
        if len(words) > room:
            self._note("too-many-words", limit=MAX_WORDS)
        self.words += min(len(words), room)
        return words[:room]

"""Cuts a query into operators and leaves, in one pass and with the limits of the query language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.reading import HYPHENS, line_end_joins
from index.analysis.days import days
from index.analysis.folding import exact
from index.analysis.numerals import numerals
from index.analysis.tokens import SPACED, tokens
from index.answer import Diagnostic
from index.query.diagnostics import diagnostic
from index.query.tree import Day, Node, Phrase, Prefix, Word

#: Limits of rule 10 of the query language.
MAX_WORDS, MAX_PHRASE, MIN_PREFIX = 64, 16, 2

_QUOTES = '«»„“”"'
_LEXEME = re.compile(
    rf"(?P<only>[=!])?(?P<quote>[{_QUOTES}])(?P<quoted>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}])?"
    r"(?P<near>[/~]\d+)?"
    r"|\[(?P<forms>[^\[\]]*)(?P<shut>\])?"
    r"|(?P<open>\()|(?P<close>\))"
    r"|(?P<minus>(?<=\s)-(?=[^\W\d_]|[«„“\"(\[=!]))"
    r"|(?P<sign>[&|+])"
    rf"|(?P<chunk>[=!]?[^\s{_QUOTES}()\[\]&|+]+(?:\([^\W\d_]{{1,2}}\))?\*?)"
)
#: «[10, с. 81]», as it stands in a printed text that somebody pasted
_NOTE = re.compile(r"\[\s*\d+\s*(?:[,;][^\[\]]{0,60})?\]")
_LINE_END = re.compile(rf"(?<=\w)([{HYPHENS}])[^\S\n]*\n\s*(?=\w)")
#: signs of the query language that a word may bear: «Майкудук~1», «#Карлаг», «заключ?нный»
_FUZZY = re.compile(r"~\d*$")
_INSIDE = re.compile(r"(?<=\w)[*?](?=\w)|^[*?#](?=\w)")
_GAP = re.compile(r"…|\.\.\.|\[\s*\]|<\s*>")
_FIELD = re.compile(r"[=!]?([^\W\d_]{2,}):(?=[\w«\"])")
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


def cut(query: str, language: str | None, all_exact: bool, notes: list[Diagnostic]) -> list[Symbol]:
    """Cut ``query``; what is odd about it is added to ``notes``."""
    query = " ".join(_whole_words(query).split())
    for note in _NOTE.findall(query):
        notes.append(diagnostic("note-ignored", text=note))
    query = re.sub(SPACED, lambda m: m.group().replace(" ", ""), _NOTE.sub(" ", query).strip())
    for numeral in reversed([*numerals(query)]):  # Ш квартал
        query = query[: numeral.start] + numeral.value.upper() + query[numeral.end :]
    signs = _signs(query, language)
    words = dict.fromkeys(re.findall(r"[^\W\d_]+", query))
    operators = [word for word in words if word in signs]
    others = words.keys() - signs.keys()
    joined = operators or re.search(r"[&|+]| -", query)
    if joined and others and all(word.isupper() for word in others):
        # In a heading «И» is a word. Its letters made small, it is printed and read as one.
        notes += [diagnostic("capitals-are-words", word=word) for word in operators]
        query = query.lower()
    return _Lexer(signs, all_exact, notes).symbols(query)


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

    def __init__(self, signs: dict[str, str], all_exact: bool, notes: list[Diagnostic]) -> None:
        self.signs, self.all_exact, self.notes = signs, all_exact, notes
        self.words = 0

    def symbols(self, query: str) -> list[Symbol]:
        out: list[Symbol] = []
        named = {} if self.all_exact else {day.start: day for day in days(query)}
        at = 0
        while m := _LEXEME.search(query, at):
            at = m.end()
            day = named.get(m.start())
            if day and (m["chunk"] or m.end() < day.end):  # «17» сентября, but no «17.09.1931»
                at = day.end
                self._counted(query[day.start : day.end])
                out.append(Symbol("", query[day.start : day.end], Day(day.value)))
            elif m["quote"]:
                if not m["closed"] and m["quoted"].strip():
                    self._note("quote-closed")
                out += self._quoted(m)
            elif m["forms"] is not None:
                if not m["shut"]:
                    self._note("quote-closed")
                out += self._phrase(m["forms"], exact_forms=self.all_exact)
            elif sign := m["open"] or m["close"] or m["minus"] or m["sign"]:
                out.append(Symbol("&" if sign == "+" else sign, sign))
            else:
                out += self._chunk(m["chunk"])
        return out

    def _note(self, code: str, **values: object) -> None:
        self.notes.append(diagnostic(code, **values))

    def _chunk(self, chunk: str) -> list[Symbol]:
        if chunk in self.signs:
            return [Symbol(self.signs[chunk], chunk)]
        if field := _FIELD.match(chunk):
            self._note("field-unknown", name=field[1])
        only_this = self.all_exact or chunk[0] in "=!"
        body = self._without_signs(chunk.lstrip("=!"), chunk)
        nodes: list[Node] = [Word(w, only_this) for w in self._counted(body)]
        if body.endswith("*") and nodes:
            last = nodes.pop()
            assert isinstance(last, Word)  # noqa: S101 - just made
            if len(exact(last.text)) >= MIN_PREFIX:
                nodes.append(Prefix(last.text))
            else:
                self._note("prefix-too-short", word=body)
                nodes.append(last)
        return [Symbol("", body, node) for node in nodes]

    def _without_signs(self, body: str, chunk: str) -> str:
        if not body and chunk[0] == "=":
            self._note("operator-ignored", word=chunk)
        if m := _FUZZY.search(body):
            self._note("sign-ignored", sign=m.group(), word=chunk)
            body = body[: m.start()]
        if m := _INSIDE.search(body):
            self._note("sign-ignored", sign=m.group(), word=chunk)
        return body

    def _quoted(self, m: re.Match[str]) -> list[Symbol]:
        """A phrase of exact forms; of any forms with «/0»; one word alone keeps any form."""
        any_forms = m["near"] == "/0" and not self.all_exact
        if m["near"] and m["near"] != "/0":
            self._note("sign-ignored", sign=m["near"], word=m.group())
        if gap := _GAP.search(m["quoted"]):
            self._note("sign-ignored", sign=gap.group(), word=m.group())
        return self._phrase(m["quoted"], exact_forms=not any_forms, only_this=bool(m["only"]))

    def _phrase(self, inside: str, *, exact_forms: bool, only_this: bool = False) -> list[Symbol]:
        words = self._counted(inside)
        if len(words) > MAX_PHRASE:
            self._note("phrase-too-long", limit=MAX_PHRASE)
            words = words[:MAX_PHRASE]
        if not words:
            return []
        if len(words) == 1:
            return [Symbol("", words[0], Word(words[0], self.all_exact or only_this))]
        return [Symbol("", inside, Phrase(tuple(words), exact_forms or only_this))]

    def _counted(self, text: str) -> list[str]:
        """The words of ``text``, a letter-spaced one written together, up to the limit."""
        words = [text[t.start : t.end].replace(" ", "") for t in tokens(text)]
        room = MAX_WORDS - self.words
        if len(words) > room:
            self._note("too-many-words", limit=MAX_WORDS)
        self.words += min(len(words), room)
        return words[:room]

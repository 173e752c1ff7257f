"""A tolerant parser: any string becomes a tree, every oddity a diagnostic.

It never raises and needs time linear in the query's length. What it reads so far: words,
``=word``, phrases in any quotation marks, ``[phrase of any forms]``, ``prefix*``, И ИЛИ НЕ with
their aliases, ``-word``, parentheses. The codes of the diagnostics are a closed list, explained in
docs/readers.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.messages import N_, Message
from corpus.reading import HYPHENS
from index.analysis.folding import exact
from index.analysis.tokens import tokens
from index.answer import Diagnostic
from index.query.tree import And, Everything, Node, Not, Or, Phrase, Prefix, Word

#: Limits of rule 10 of the query language.
MAX_WORDS, MAX_PHRASE, MAX_DEPTH, MIN_PREFIX = 64, 16, 32, 2

#: The closed list of diagnostics: code → what it says.
DIAGNOSTICS = {
    "quote-closed": N_("A closing quotation mark was added."),
    "parenthesis-closed": N_("A closing parenthesis was added."),
    "parenthesis-ignored": N_("A parenthesis without its partner was left out."),
    "operator-ignored": N_("«{word}» joins nothing here and was left out."),
    "prefix-too-short": N_("«{word}» is too short for a star: at least 2 letters are needed."),
    "too-many-words": N_("Only the first {limit} words were searched."),
    "phrase-too-long": N_("Only the first {limit} words of the phrase were searched."),
    "capitals-are-words": N_("All in capitals: «{word}» was searched as a word."),
    "no-words": N_("There is no word to search for in this query."),
    "whole-missing": N_("No page has all the words."),
}

_QUOTES = '«»„“”"'
_LEXEME = re.compile(
    rf"(?P<quote>[{_QUOTES}])(?P<quoted>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}])?"
    r"|\[(?P<forms>[^\[\]]*)(?P<shut>\])?"
    r"|(?P<open>\()|(?P<close>\))"
    r"|(?P<minus>(?<=\s)-(?=[^\W_]|[«„“\"(\[=!]))"
    r"|(?P<sign>[&|+])"
    rf"|(?P<chunk>[=!]?[^\s{_QUOTES}()\[\]&|+]+(?:\([^\W\d_]{{1,2}}\))?\*?)"
)
_SPACE = re.compile(r"\s+")
#: a word that was copied with its line end
_PASTED_HYPHEN = re.compile(rf"(?<=\w)[{HYPHENS}][^\S\n]*\n\s*(?=\w)")
_AND = frozenset({"И", "AND"})
_OR = frozenset({"ИЛИ", "OR"})
_NOT = frozenset({"НЕ", "NOT"})
_LOCAL = {
    "kk": ("ЖӘНЕ", "НЕМЕСЕ", "ЕМЕС", "әғқұһі"),
    "ky": ("ЖАНА", "ЖЕ", "ЭМЕС", "өүң"),
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query's tree and what was odd about it."""

    tree: Node
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Symbol:
    """A lexeme: an operator by its sign, or a leaf."""

    sign: str
    text: str
    node: Node | None = None


def diagnostic(code: str, **values: object) -> Diagnostic:
    """A diagnostic of the closed list."""
    return Diagnostic(code, Message(DIAGNOSTICS[code], values))


def parse(query: str, *, language: str | None = None, all_exact: bool = False) -> Parsed:
    """Read a query; ``all_exact`` is the switch «exact form» that makes every word one."""
    notes: list[Diagnostic] = []
    query = _SPACE.sub(" ", _PASTED_HYPHEN.sub("", query))
    symbols = _Lexer(query, language, all_exact, notes).symbols()
    tree = _Reader(symbols, notes).whole()
    if isinstance(tree, Everything) and query.strip():
        notes.append(diagnostic("no-words"))
    return Parsed(tree, tuple(n for i, n in enumerate(notes) if n not in notes[:i]))


class _Lexer:
    """Cuts a query into operators and leaves, counting words against the limits."""

    def __init__(
        self, query: str, language: str | None, all_exact: bool, notes: list[Diagnostic]
    ) -> None:
        self.query, self.all_exact, self.notes = query, all_exact, notes
        self.words = 0
        self.signs = {**dict.fromkeys(_AND, "&"), **dict.fromkeys(_OR, "|"),
                      **dict.fromkeys(_NOT, "-")}  # fmt: skip
        for code, (both, either, without, letters) in _LOCAL.items():
            if language == code or set(letters) & set(query.casefold()):
                self.signs |= {both: "&", either: "|", without: "-"}
        plain = [w for w in re.findall(r"[^\W\d_]+", query) if w not in self.signs]
        self.shouted = bool(plain) and all(w.isupper() for w in plain)

    def symbols(self) -> list[_Symbol]:
        out: list[_Symbol] = []
        for m in _LEXEME.finditer(self.query):
            if m["quote"]:
                if not m["closed"] and m["quoted"].strip():
                    self.notes.append(diagnostic("quote-closed"))
                out += self._phrase(m["quoted"], exact_forms=True)
            elif m["forms"] is not None:
                if not m["shut"]:
                    self.notes.append(diagnostic("quote-closed"))
                out += self._phrase(m["forms"], exact_forms=self.all_exact)
            elif sign := m["open"] or m["close"] or m["minus"] or m["sign"]:
                out.append(_Symbol("&" if sign == "+" else sign, sign))
            else:
                out += self._chunk(m["chunk"])
        return out

    def _chunk(self, chunk: str) -> list[_Symbol]:
        if chunk in self.signs:
            if not self.shouted:
                return [_Symbol(self.signs[chunk], chunk)]
            self.notes.append(diagnostic("capitals-are-words", word=chunk))
        only_this = self.all_exact or chunk[0] in "=!"
        body = chunk.lstrip("=!")
        star = body.endswith("*")
        found = [body[t.start : t.end] for t in tokens(body)]
        nodes: list[Node] = [Word(w, only_this) for w in self._count(found)]
        if star and nodes:
            last = nodes.pop()
            assert isinstance(last, Word)  # noqa: S101 - just made
            if len(exact(last.text)) >= MIN_PREFIX:
                nodes.append(Prefix(last.text))
            else:
                self.notes.append(diagnostic("prefix-too-short", word=body))
                nodes.append(last)
        return [_Symbol("", body, node) for node in nodes]

    def _phrase(self, inside: str, *, exact_forms: bool) -> list[_Symbol]:
        words = self._count([inside[t.start : t.end] for t in tokens(inside)])
        if len(words) > MAX_PHRASE:
            self.notes.append(diagnostic("phrase-too-long", limit=MAX_PHRASE))
            words = words[:MAX_PHRASE]
        if not words:
            return []
        if len(words) == 1:
            return [_Symbol("", words[0], Word(words[0], self.all_exact))]
        return [_Symbol("", inside, Phrase(tuple(words), exact_forms))]

    def _count(self, words: list[str]) -> list[str]:
        room = MAX_WORDS - self.words
        if len(words) > room:
            self.notes.append(diagnostic("too-many-words", limit=MAX_WORDS))
        self.words += min(len(words), room)
        return words[:room]


class _Reader:
    """Recursive descent over the symbols: NOT binds closest, then AND, then OR."""

    def __init__(self, symbols: list[_Symbol], notes: list[Diagnostic]) -> None:
        self.symbols, self.notes = symbols, notes
        self.at = self.depth = 0

    def whole(self) -> Node:
        parts: list[Node] = []
        while self.at < len(self.symbols):
            parts += self._listed(self._either())
            if self._next() == ")":
                self.at += 1
                self.notes.append(diagnostic("parenthesis-ignored"))
        return _joined(parts, And)

    def _next(self) -> str | None:
        return self.symbols[self.at].sign if self.at < len(self.symbols) else None

    def _either(self) -> Node:
        parts = self._listed(self._both())
        while self._next() == "|":
            word = self.symbols[self.at].text
            self.at += 1
            right = self._listed(self._both())
            if not right or not parts:
                self.notes.append(diagnostic("operator-ignored", word=word))
            parts += right
        return _joined(parts, Or)

    def _both(self) -> Node:
        parts: list[Node] = []
        while (sign := self._next()) not in (None, "|", ")"):
            if sign == "&":
                word = self.symbols[self.at].text
                self.at += 1
                if not parts or self._next() in (None, "|", ")", "&"):
                    self.notes.append(diagnostic("operator-ignored", word=word))
                continue
            parts += self._listed(self._one())
        return _joined(parts, And)

    def _one(self) -> Node:
        symbol = self.symbols[self.at]
        self.at += 1
        if symbol.sign == "-":
            negative = True
            while self._next() == "-":
                negative = not negative
                self.at += 1
            if self._next() in (None, "|", ")", "&"):
                self.notes.append(diagnostic("operator-ignored", word=symbol.text))
                return Everything()
            inner = self._one()
            return Not(inner) if negative and not isinstance(inner, Everything) else inner
        if symbol.sign == "(":
            return self._group()
        return symbol.node or Everything()

    def _group(self) -> Node:
        if self.depth >= MAX_DEPTH:
            self.notes.append(diagnostic("parenthesis-ignored"))
            return Everything()
        self.depth += 1
        inner = self._either()
        self.depth -= 1
        if self._next() == ")":
            self.at += 1
        else:
            self.notes.append(diagnostic("parenthesis-closed"))
        return inner

    @staticmethod
    def _listed(node: Node) -> list[Node]:
        return [] if isinstance(node, Everything) else [node]


def _joined(parts: list[Node], kind: Callable[[tuple[Node, ...]], And | Or]) -> Node:
    """One node for ``parts``: nothing, the only one, or all of them flattened."""
    flat: list[Node] = []
    for part in parts:
        inside = part.parts if isinstance(part, (And, Or)) and type(part) is kind else (part,)
        flat += inside
    return kind(tuple(flat)) if len(flat) > 1 else flat[0] if flat else Everything()

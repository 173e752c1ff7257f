"""A tolerant parser: any string becomes a tree, every oddity a diagnostic.

It never raises and needs time linear in the query's length. What it reads is in docs/search.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index.answer import Diagnostic
from index.query.diagnostics import diagnostic
from index.query.lexer import Symbol, cut
from index.query.tree import And, Everything, Node, Not, Or

#: Parentheses within parentheses that are read.
MAX_DEPTH = 32


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query's tree, what was odd about it, and queries that may be meant instead."""

    tree: Node
    diagnostics: tuple[Diagnostic, ...]
    offered: tuple[str, ...] = ()


def parse(query: str, *, language: str | None = None, all_exact: bool = False) -> Parsed:
    """Read a query; ``all_exact`` is the switch «exact form» that makes every word one."""
    notes: list[Diagnostic] = []
    lexemes = cut(query, language, all_exact, notes)
    tree = _Reader(lexemes.symbols, notes).whole()
    if isinstance(tree, Everything) and query.strip():
        notes.append(diagnostic("no-words"))
    once = {(note.code, str(note.message)): note for note in notes}
    return Parsed(tree, tuple(once.values()), lexemes.offered)


class _Reader:
    """Recursive descent over the symbols: NOT binds closest, then AND, then OR."""

    def __init__(self, symbols: list[Symbol], notes: list[Diagnostic]) -> None:
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
            if not negative or isinstance(inner, Everything):
                return inner
            return inner.part if isinstance(inner, Not) else Not(inner)
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

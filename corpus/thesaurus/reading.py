"""Reading the thesaurus from YAML, and what a collection adds, changes or hides.

A file is a list of concepts and sources, as docs/thesaurus.md describes. In the file of a
collection a concept that is known already is changed: its keys replace those that it had, its
labels are added or replace one with the same words in the same language; ``hide: true`` takes a
label or the whole concept away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any, TypeVar

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from corpus.errors import OpisError
from corpus.messages import N_, Message
from corpus.thesaurus.concepts import (
    UNCHECKED,
    BadThesaurus,
    Concept,
    Label,
    OtherDates,
    Role,
    Source,
    Type,
    wrong,
)

#: Values are texts, so nothing need be told of their types; in C this is many times as fast.
_LOADER: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
#: the source of what the file of a collection does not say the basis of
ARCHIVISTS = "archivists"
#: A file may have so many characters; what is shipped has 200,000.
LONGEST = 20_000_000

_Made = TypeVar("_Made")


@dataclass
class Content:
    """Concepts and sources by id, and the ids that a collection hides."""

    concepts: dict[str, Concept] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)


def read(text: str, name: str, into: Content, *, overlay: bool = False) -> None:
    """Read the file ``name`` into ``into``; with ``overlay`` it may change what is there.

    Raises:
        BadThesaurus: it says something that cannot be; the error names the file and the line.

    """
    if len(text) > LONGEST:
        raise wrong(N_("«{file}» is too long."), file=name)
    reader = _Reader(name, into, overlay)
    try:
        whole = yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, RecursionError) as reason:
        mark = getattr(reason, "problem_mark", None)
        problem = getattr(reason, "problem", None) or type(reason).__name__
        raise _located(name, mark.line + 1 if mark else 1, N_("not YAML: {problem}"),
                       problem=problem) from reason  # fmt: skip
    if whole is not None:
        for node in reader.items(whole):
            reader.entry(node)


def _located(file: str, line: int, template: str, **values: object) -> BadThesaurus:
    reason = Message(template, values)
    return wrong(N_("«{file}», line {line}: {reason}"), file=file, line=line, reason=reason)


class _Reader:
    """Turns the nodes of one file into concepts; every error knows its line."""

    def __init__(self, name: str, into: Content, overlay: bool) -> None:
        self.name, self.into, self.overlay = name, into, overlay

    def entry(self, node: Node) -> None:
        """Take a concept or a source."""
        keys = self.keys(node)
        if "source" in keys:
            source = self.source(node, keys)
            self.into.sources[source.id] = source
            return
        if "id" not in keys:
            raise self.error(node, N_("neither a concept (id) nor a source"))
        id = self.text(keys["id"])
        known = self.into.concepts.get(id)
        if known is not None and not self.overlay:
            raise self.error(node, N_("the id «{id}» is there already"), id=id)
        if self.flag(keys.pop("hide", None)):
            if known is None:
                raise self.error(node, N_("the id «{id}» is not there"), id=id)
            self.into.hidden.add(id)
            return
        self.into.concepts[id] = self.concept(node, keys, known)

    def concept(self, node: Node, keys: Mapping[str, Node], known: Concept | None) -> Concept:
        """A new concept, or the known one with what the file says of it."""
        values: dict[str, Any] = {}
        for name, value in keys.items():
            read = _KEYS.get(name)
            if read is None:
                raise self.error(value, N_("unknown key «{key}»"), key=name)
            values[name] = read(self, value)
        if "dates" in values and "dates_basis" not in values:
            values["dates_basis"] = self.basis
        if "geo" in values and "geo_basis" not in values:
            values["geo_basis"] = self.basis
        if known is not None:
            values["labels"] = self.merged(known.labels, values.get("labels", ()), node)
            return self.made(node, lambda: replace(known, **values))
        if "type" not in values:
            raise self.error(node, N_("a new concept needs a type"))
        labels = tuple(label for label, hide in values.get("labels", ()) if not hide)
        values["labels"] = labels
        return self.made(node, lambda: Concept(**values))

    def merged(
        self, known: tuple[Label, ...], more: tuple[tuple[Label, bool], ...], node: Node
    ) -> tuple[Label, ...]:
        """Known labels with those of an overlay in their places or behind them."""
        out = list(known)
        for label, hide in more:
            same = [i for i, own in enumerate(out) if _same(own, label)]
            if hide and not same:
                raise self.error(node, N_("there is no name «{name}» to hide"), name=label.text)
            if hide:
                out = [own for i, own in enumerate(out) if i not in same]
            elif same:
                out[same[0]] = label
            else:
                out.append(label)
            if label.role is Role.PREF and not hide:  # the heading that it had is another name now
                out = [
                    replace(own, role=Role.ALT)
                    if own.role is Role.PREF and own.lang == label.lang and own != label
                    else own
                    for own in out
                ]
        return tuple(out)

    def source(self, node: Node, keys: dict[str, Node]) -> Source:
        """A source."""
        values: dict[str, Any] = {"id": self.text(keys.pop("source"))}
        for name, value in keys.items():
            if name not in {"title", "address", "note"}:
                raise self.error(value, N_("unknown key «{key}»"), key=name)
            values[name] = self.text(value)
        values.setdefault("title", "")
        return self.made(node, lambda: Source(**values))

    @property
    def basis(self) -> str:
        """What a name rests on of which the file says nothing."""
        return ARCHIVISTS if self.overlay else UNCHECKED

    def labels(self, node: Node) -> tuple[tuple[Label, bool], ...]:
        """Labels, each with whether it is to be hidden."""
        return tuple(self.label(one) for one in self.items(node))

    def label(self, node: Node) -> tuple[Label, bool]:
        """One label and whether it is to be hidden."""
        keys = self.keys(node)
        hide = self.flag(keys.pop("hide", None))
        values: dict[str, Any] = {"basis": self.basis, "role": Role.ALT}
        for name, value in keys.items():
            if name not in _LABEL_KEYS:
                raise self.error(value, N_("unknown key «{key}»"), key=name)
            values[name] = self.text(value)
        for name in ("lang", "text"):
            if name not in values:
                raise self.error(node, N_("a name needs «{key}»"), key=name)
        if values["role"] not in set(Role):
            raise self.error(node, N_("unknown role «{role}»"), role=values["role"])
        values["role"] = Role(values["role"])
        values["ambiguous"] = self.flag(keys.get("ambiguous"))
        return self.made(node, lambda: Label(**values)), hide

    def other_dates(self, node: Node) -> tuple[OtherDates, ...]:
        """Competing dates."""
        out = []
        for one in self.items(node):
            values = {name: self.text(value) for name, value in self.keys(one).items()}
            if unknown := values.keys() - {"dates", "basis", "note"}:
                raise self.error(one, N_("unknown key «{key}»"), key=min(unknown))
            given = {"basis": self.basis, "dates": ""} | values
            out.append(self.made(one, partial(OtherDates, **given)))
        return tuple(out)

    def geo(self, node: Node) -> tuple[float, float]:
        """Latitude and longitude."""
        try:
            latitude, longitude = (float(self.text(one)) for one in self.items(node))
        except ValueError as reason:
            raise self.error(node, N_("not latitude and longitude")) from reason
        return latitude, longitude

    def type(self, node: Node) -> Type:
        """What sort of thing a concept is."""
        said = self.text(node)
        if said not in set(Type):
            raise self.error(node, N_("unknown type «{type}»"), type=said)
        return Type(said)

    def ids(self, node: Node) -> tuple[str, ...]:
        """Ids of other concepts."""
        return tuple(self.text(one) for one in self.items(node))

    def items(self, node: Node) -> list[Node]:
        """The entries of a list."""
        if not isinstance(node, SequenceNode):
            raise self.error(node, N_("a list is expected here"))
        return list(node.value)

    def keys(self, node: Node) -> dict[str, Node]:
        """The keys of a mapping, each once."""
        if not isinstance(node, MappingNode):
            raise self.error(node, N_("keys with values are expected here"))
        out: dict[str, Node] = {}
        for name, value in node.value:
            key = self.text(name)
            if key in out:
                raise self.error(name, N_("«{key}» is given twice"), key=key)
            out[key] = value
        return out

    def text(self, node: Node) -> str:
        """A text as it is written: «no» and dates are texts too."""
        if not isinstance(node, ScalarNode):
            raise self.error(node, N_("a text is expected here"))
        return str(node.value)

    def flag(self, node: Node | None) -> bool:
        """Whether something is so."""
        said = "false" if node is None else self.text(node)
        if said not in {"true", "false"}:
            raise self.error(node, N_("true or false is expected here"))
        return said == "true"

    def made(self, node: Node, make: Callable[[], _Made]) -> _Made:
        """What ``make`` makes; what is wrong with it is said with the line."""
        try:
            return make()
        except OpisError as reason:
            raise self.error(node, reason.what.template, **reason.what.values) from reason

    def error(self, node: Node | None, what: str, **values: object) -> BadThesaurus:
        """The error that something is wrong at a node."""
        line = 1 if node is None else node.start_mark.line + 1
        return _located(self.name, line, what, **values)


def _same(one: Label, other: Label) -> bool:
    return (one.lang, one.text) == (other.lang, other.text)


_LABEL_KEYS = {each.name for each in fields(Label)}
_KEYS: dict[str, Callable[[_Reader, Node], object]] = {
    **dict.fromkeys(
        ("id", "dates", "dates_basis", "seat", "geo_basis", "ambiguous", "note", "replaced_by"),
        _Reader.text,
    ),
    **dict.fromkeys(("broader", "related"), _Reader.ids),
    "type": _Reader.type,
    "geo": _Reader.geo,
    "labels": _Reader.labels,
    "other_dates": _Reader.other_dates,
}

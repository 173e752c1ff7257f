"""A sidecar: a YAML file beside a scan (or in a folder) that describes it.

``дело_15.yaml`` beside ``дело_15.pdf`` (or ``дело_15.pdf.yaml``) describes that file; ``opis.yaml``
in a folder of images makes the folder one document. Keys are those of a description; where one
original holds several documents, ``documents`` lists them, each with its ``pages`` («1-2») and its
own keys, the keys above standing for all.

Every value is read as text: «Д. 007» stays 007 and a date stays as it was written.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import yaml

from corpus.description import Description, read_description
from corpus.errors import BadDescription
from corpus.messages import N_, Message

SUFFIXES = (".yaml", ".yml")
FOLDER = "opis.yaml"
#: a description longer than this is not one
MAX_BYTES = 1 << 20
#: … nor one with more lists and mappings within each other; «documents» with «leaves» needs 5
MAX_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Part:
    """A document inside an original: its pages there (from 1, inclusive; None: all).

    ``origin`` says for each field of the description where it comes from: «describe» (for all
    files), «table», «sidecar» or «name»; of a reference each may have given some parts.
    """

    description: Description
    first: int | None = None
    last: int | None = None
    origin: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)


def sidecar_of(path: Path) -> Path | None:
    """The sidecar of a file or of a folder, or None."""
    if path.is_dir():
        return path / FOLDER if (path / FOLDER).is_file() else None
    for suffix in SUFFIXES:
        for candidate in (path.with_name(path.name + suffix), path.with_suffix(suffix)):
            # os.path takes a name that is too long for one that is not there.
            if candidate != path and os.path.isfile(candidate):  # noqa: PTH113 - see above
                return candidate
    return None


def read_sidecar(
    path: Path | None,
    base: Mapping[str, object] | None = None,
    table: Mapping[str, object] | None = None,
) -> tuple[Part, ...]:
    """Read a sidecar into the documents it describes.

    ``table`` (what a table tells of the scan) stands for what the sidecar leaves out, ``base`` for
    what both do.

    Raises:
        BadDescription: it is no YAML mapping, or has unknown keys or values; so do bad dates and
            references.

    """
    common, listed = Part(Description()), None
    layers = {"describe": base or {}, "table": table or {}, "sidecar": load(path) if path else {}}
    for source, layer in layers.items():
        given = dict(layer)
        if "documents" in given:
            listed, lister = given.pop("documents"), source
        common = over(common, read_description(given, common.description), source)
    if listed is None:
        return (common,)
    if not isinstance(listed, list) or not listed:
        raise _wrong(path, N_("«documents» is not a list of descriptions."))
    parts = []
    for own in listed:
        if not isinstance(own, dict):
            raise _wrong(path, N_("«documents» is not a list of descriptions."))
        keys = dict(own)
        first, last = _page_range(path, str(keys.pop("pages", "")))
        part = over(common, read_description(keys, common.description), lister)
        parts.append(replace(part, first=first, last=last))
    return tuple(parts)


def over(part: Part, after: Description, source: str) -> Part:
    """A document described anew by a source: what that has changed is of this origin."""
    origin = dict(part.origin)
    for one in fields(after):
        if getattr(after, one.name) != getattr(part.description, one.name):
            before = origin.get(one.name, ()) if one.name == "reference" else ()
            origin[one.name] = (*before, source)
    return replace(part, description=after, origin=origin)


def standing_for_all(describe: Path | None) -> dict[str, object]:
    """The description that stands for all files where their own sidecar is silent; empty if none.

    Raises:
        BadDescription: it cannot be used.

    """
    base = load(describe) if describe else {}
    read_sidecar(None, base)
    return base


def load(path: Path) -> dict[str, object]:
    """The mapping in a YAML file, every scalar a text.

    Raises:
        BadDescription: it is none.

    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _wrong(path, N_("It is too long for a description."))
        written = path.read_bytes().decode("utf-8-sig")
    except OSError as reason:
        why = Message(N_("It cannot be read: {reason}."), {"reason": reason.strerror})
        raise _wrong(path, why) from reason
    except UnicodeDecodeError as reason:
        raise _wrong(path, N_("It is not in UTF-8: save it again as UTF-8.")) from reason
    try:
        _check_harmless(path, written)
        content = yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506 - texts only
    except yaml.YAMLError as reason:
        problem = getattr(reason, "problem_mark", None)
        line = problem.line + 1 if problem else 1
        raise BadDescription(
            N_("The description «{file}» is not YAML (line {line})."),
            remedy=N_("Write «key: value» lines; put texts with a colon in quotation marks."),
            file=path.name,
            line=line,
        ) from reason
    if not isinstance(content, dict):
        raise _wrong(path, N_("It has no «key: value» lines."))
    return {str(key): value for key, value in content.items()}


def _check_harmless(path: Path, written: str) -> None:
    """Refuse YAML that is small on disk and huge or slow in memory."""
    depth = 0
    for event in yaml.parse(written):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _wrong(path, N_("It has lists within lists within lists."))
        if isinstance(event, yaml.AliasEvent):  # it can stand for a thousand copies of itself
            raise _wrong(path, N_("It refers to itself with «*»: write each value out."))


def check_cover(parts: Iterable[Part], pages: int, name: str) -> None:
    """Check that the documents' pages cover the original's ``pages`` once each.

    Raises:
        BadDescription: a page stands in no document or in two.

    """
    taken = Counter(
        number
        for part in parts
        for number in range(part.first or 1, min(part.last or pages, pages) + 1)
    )
    beyond = Counter(part.last for part in parts if part.last and part.last > pages)
    wrong = {n: taken[n] for n in range(1, pages + 1) if taken[n] != 1} or dict(beyond)
    for page, times in wrong.items():
        raise BadDescription(
            N_("In the description of «{file}» page {page} stands in {times} documents "
               "(the file has {pages} pages)."),
            remedy=N_("Give every page of the file to exactly one document."),
            file=name,
            page=page,
            times=times,
            pages=pages,
        )  # fmt: skip


def _page_range(path: Path | None, text: str) -> tuple[int, int]:
    m = re.fullmatch(r"\s*(\d{1,6})\s*(?:[-–]\s*(\d{1,6}))?\s*", text)
    if m is None or not 1 <= int(m[1]) <= int(m[2] or m[1]):
        raise _wrong(path, N_("A document in it lacks its «pages» (like 1-2)."))
    return int(m[1]), int(m[2] or m[1])


def _wrong(path: Path | None, why: str | Message) -> BadDescription:
    return BadDescription(
        N_("The description «{file}» cannot be used. {why}"),
        remedy=N_("See docs/archivists.md for how a description is written."),
        file=path.name if path else "",
        why=Message(why) if isinstance(why, str) else why,
    )

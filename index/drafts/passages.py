"""The quotations of a draft, each with the reference that stands beside it.

A quotation stands in quotation marks («», „“, “”, "") or is a paragraph set as one. Names in
quotation marks (совхоз «Гигант») are none: what has fewer than four words counts only with a
reference. A reference is a note, a pointer to the list of sources («[24, л. 7]») or
stands in parentheses; «Там же» goes on from the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.citing.notes import Note, follow, is_repetition, read_citation
from corpus.errors import BadReference
from corpus.reference import LeafRange, parse_leaves
from index.drafts.draft import Draft, Paragraph

#: a quotation of fewer words is a name or a title, unless a reference stands beside it or, for even
#: fewer, right behind it
LEAST_WORDS, LEAST_WITH_REFERENCE, LEAST_RIGHT_BEFORE = 4, 3, 2
#: so many signs may stand between a quotation and what is right behind it: «», [24, л. 7]»
_NEAR = 3
#: a reference stands at most so many signs behind its quotation
_FAR = 300
_CLOSING = {"«": "»", "„": "“”", "“": "”", '"': '"'}
#: quotation marks within quotation marks, at most
_DEEP = 8
_POINTER = re.compile(r"\[\s*(?:\d{1,4}\b|там же|сонда)[^\[\]]{0,200}\]", re.IGNORECASE)
_IN_TEXT = re.compile(r"\((?:[^()]|\([^()]*\)){4,400}\)")
_SENTENCE_END = re.compile(r"[.!?…][»”\"]?\s+(?=[^\W\d_])")
_ENTRY = re.compile(r"(\d{1,4})[.)]\s*(?=\S)")
_LIST = re.compile(
    r"источник|литератур|библиограф|примечания|сноски|әдебиет|дереккөз|ескертпелер|адабият|булак",
    re.IGNORECASE,
)
#: how a list of sources is headed that is not set as a heading
_LIST_BEGINS = ("список", "литература", "источники", "библиограф", "примечания", "сноски",
                "пайдаланылған", "колдонулган", "әдебиет", "ескертпелер", "адабият")  # fmt: skip
#: «С. 12», «с. 54–55», Kazakh and Kyrgyz «12-б.», «12-бет»
_PAGES = re.compile(
    r"(?<!\w)[CcСсPpБб](?:тр|ет)?\.?\s*(\d+(?:\s*[-–—]\s*\d+)?)|(?<!\w)(\d+(?:[-–—]\d+)?)-б(?:ет)?\b"
)


@dataclass(frozen=True, slots=True)
class Given:
    """A reference as it stands in the draft, and what it says.

    ``notes`` are the sources that it names, usually one; ``pages`` those of something printed.
    """

    text: str
    notes: tuple[Note, ...]
    pages: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation, and the reference beside it if there is one."""

    text: str
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class _Beside:
    """A reference and its half-open range in a paragraph; a note's is empty, at its mark."""

    start: int
    end: int
    given: Given


def quotations(draft: Draft) -> Iterator[Quoted]:
    """The quotations of a draft in order."""
    listed = _sources(draft)
    before: Note | None = None
    waiting: Quoted | None = None  # a paragraph set as a quotation: the next may be its reference
    for paragraph in _body(draft):
        beside: list[_Beside] = []
        for start, end, text in _references(paragraph):
            given = _given(text, listed, before)
            if given is not None:
                beside.append(_Beside(start, end, given))
                before = given.notes[-1]
        if waiting is not None:
            yield replace(waiting, given=_alone(paragraph.text, beside))
            waiting = None
        for quoted in _quoted(paragraph, beside):
            if paragraph.quoted and quoted.given is None:
                waiting = quoted
            else:
                yield quoted
    if waiting is not None:
        yield waiting


def _alone(text: str, beside: list[_Beside]) -> Given | None:
    """The reference with which a paragraph begins, if little else stands before it."""
    for each in beside[:1]:
        if each.end > each.start and not re.search(r"\w", text[: each.start]):
            return each.given
    return None


def marked(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of what stands in quotation marks; of nested marks the outer ones."""
    found = []
    opened: list[int] = []
    for at, sign in enumerate(text):
        closed = _closed(text, sign, opened)
        if closed is not None:
            found.append((closed + 1, at))
        elif sign in _CLOSING and (sign != '"' or not text[at + 1 : at + 2].isspace()):
            opened.append(at)
    outer: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not outer or start > outer[-1][1]:
            outer.append((start, end))
    return outer


def _closed(text: str, sign: str, opened: list[int]) -> int | None:
    """Where the quotation opened that ``sign`` closes; what was opened since closes nowhere."""
    if not opened or not any(sign in closing for closing in _CLOSING.values()):
        return None
    if sign in _CLOSING[text[opened[-1]]]:
        return opened.pop()
    if sign != "»" or all(text[at] != "«" for at in opened[-_DEEP:]):
        return None
    while text[opened[-1]] != "«":
        opened.pop()
    return opened.pop()


def _body(draft: Draft) -> Iterator[Paragraph]:
    """The paragraphs before the list of sources."""
    for paragraph in draft.paragraphs:
        if _begins_list(paragraph):
            return
        yield paragraph


def _begins_list(paragraph: Paragraph) -> bool:
    """Whether a paragraph heads the list of sources; a line of the contents ends in a number."""
    text = paragraph.text.strip().casefold()
    if len(text) > 100 or text[-1:].isdecimal() or not _LIST.search(text) or marked(text):
        return False
    return paragraph.heading or text.startswith(_LIST_BEGINS)


def _sources(draft: Draft) -> dict[int, str]:
    """The list of sources: number → entry. An entry without a number has the next one."""
    out: dict[int, str] = {}
    inside, number = False, 0
    for paragraph in draft.paragraphs:
        if not inside:
            inside = _begins_list(paragraph)
            continue
        for line in paragraph.text.split("\n"):
            entry = _ENTRY.match(line.strip())
            number = int(entry[1]) if entry else number + 1
            if line.strip():
                out[number] = line.strip()[entry.end() if entry else 0 :]
    return out


def _references(paragraph: Paragraph) -> list[tuple[int, int, str]]:
    """Notes, pointers and parentheses of a paragraph in order."""
    text = paragraph.text
    found = [(at, at, note) for at, note in paragraph.notes]
    found += [(*m.span(), m.group()) for m in _POINTER.finditer(text)]
    found += [(*m.span(), m.group()) for m in _IN_TEXT.finditer(text)]
    return sorted(found)


def _given(text: str, listed: dict[int, str], before: Note | None) -> Given | None:
    """What a reference says; None for parentheses and notes that cite nothing."""
    if _POINTER.fullmatch(text):
        return _pointed(text, listed, before)
    if text.startswith("("):
        inner = read_citation(text)
        if not is_repetition(text) and (inner is None or not inner.fonds):
            return None
    notes = []
    for part in _parts(text):
        before = follow(part, before)
        notes.append(before)
    pages = [*_PAGES.finditer(text)]
    return Given(_flat(text), tuple(notes), (pages[-1][1] or pages[-1][2]) if pages else "")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _parts(text: str) -> list[str]:
    """The sources that one note names, divided by semicolons."""
    parts = [part for part in re.split(r";\s+", text) if part.strip()]
    cited = [read_citation(part) for part in parts]
    several = len(parts) > 1 and all(ref is not None and ref.fonds for ref in cited)
    return parts if several else [text]


def _pointed(text: str, listed: dict[int, str], before: Note | None) -> Given:
    """«[24, л. 7 ; 31, л. 2 об.]», «[там же, л. 8]»."""
    notes, pages = [], ""
    for part in text.strip("[] ").split(";"):
        number, _, where = part.strip().partition(",")
        if number.isdecimal():
            entry = listed.get(int(number), "")
            note = Note(entry, read_citation(entry) if entry else None, lost=not entry)
        else:
            note = before or Note("", None, lost=True)
        leaves, shown = _place(where)
        if leaves and note.reference is not None:
            note = replace(note, reference=replace(note.reference, leaves=leaves))
        pages = shown or pages
        notes.append(note)
    return Given(_flat(text), tuple(notes), pages)


def _place(where: str) -> tuple[tuple[LeafRange, ...], str]:
    """The leaves or the pages that a pointer names."""
    if leaves := re.search(r"(?:лл?|п|парақ|барак)\.?\s*(\d.*)", where.strip(), re.IGNORECASE):
        try:
            return parse_leaves(leaves[1]), ""
        except BadReference:
            return (), ""
    pages = _PAGES.search(where)
    return (), (pages[1] or pages[2]) if pages else ""


def _quoted(paragraph: Paragraph, beside: list[_Beside]) -> Iterator[Quoted]:
    text = paragraph.text
    if paragraph.quoted:
        last = beside[-1] if beside else None
        if last is not None and last.end > last.start:
            text = text[: last.start] + text[last.end :]
        yield Quoted(text.strip(' \n\t«»„“”"'), last.given if last else None)
        return
    ranges = marked(text)
    for n, (start, end) in enumerate(ranges):
        following = ranges[n + 1][0] if n + 1 < len(ranges) else len(text) + 1
        reference = _behind(text, end, following, beside)
        least = LEAST_WORDS
        if reference is not None:
            near = reference.start - end <= _NEAR
            least = LEAST_RIGHT_BEFORE if near else LEAST_WITH_REFERENCE
        inner = _without(text, start, end, beside)
        if len(re.findall(r"\w+", inner)) >= least:
            yield Quoted(inner.strip(), reference.given if reference else None)


def _without(text: str, start: int, end: int, beside: list[_Beside]) -> str:
    """A quotation without the references that stand inside its marks."""
    out, at = "", start
    for each in beside:
        if start <= each.start and each.end <= end:
            out += text[at : each.start]
            at = max(at, each.end)
    return out + text[at:end]


def _behind(text: str, end: int, following: int, beside: list[_Beside]) -> _Beside | None:
    """The reference behind a quotation: before the next one, or in the same sentence.

    A mark may also stand inside, right before the closing quotation mark.
    """
    for each in beside:
        if end - 2 <= each.start <= end + _FAR:
            within = each.start < following
            if within or not _SENTENCE_END.search(text, end, each.start):
                return each
            return None
    return None

"""A page line by line, for whoever corrects it, and the route by which she does.

``POST /correct/DOCUMENT/N`` with a JSON object does one thing and answers with the page as it is
then (:func:`sheet`), so that nothing is drawn anew while she types:

=============================================  ==================================================
``{"do": "line", "line": 3, "old", "new"}``    writes ``new`` for line 3, if it says ``old``
``{"do": "right", "seen": 17}``                the page stands as it is in layer 17
``{"do": "undo"}``                             takes back what was last written on the page
=============================================  ==================================================

What is refused is answered with ``what`` and ``remedy`` in words and with the page all the same. An
answer does not wait for the index: ``POST /correct/found`` does, and says whether it has followed.
"""

from __future__ import annotations

import json
import logging
import math
import statistics
from collections.abc import Iterable, Sequence
from typing import Any

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import index
from corpus import correcting, documents, history, pages, undoing
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.corrections import is_checked
from corpus.errors import BadUse, Conflict, NotFound, OpisError
from corpus.history import Deed, Event
from corpus.messages import N_
from corpus.pages import Page
from corpus.reading import Line, Point, Quad, Reading, joined
from ui import cut, guard
from ui.downloads import NOT_KEPT
from ui.events import deed, from_to
from ui.i18n import LANGUAGES, Translator, translator
from ui.opened import opened
from ui.plain import body_of
from ui.when import moment

#: words that OCR read with less confidence are «unsure», with even less «doubtful»
UNSURE, DOUBTFUL = 0.9, 0.7
#: bytes that a correction may have: a line, many times over
MOST = 100_000
#: paper around a line, in heights of it, and at least in heights of the page
MARGIN, LEAST = 0.3, 0.004
#: events of a page that are told
EVENTS = 100

log = logging.getLogger(__name__)


async def change(request: Request) -> Response:
    """Do what is asked with the text of a page."""
    refused = guard.refusal(request)
    if refused is not None:
        return refused
    body = await body_of(request, MOST)
    if body is None:
        return Response("too long", 413, {"Cache-Control": NOT_KEPT}, "text/plain")
    status, said = await run_in_threadpool(_change, request, body)
    behind = BackgroundTask(_update, opened().collection) if status == 200 else None
    return JSONResponse(said, status, {"Cache-Control": NOT_KEPT}, background=behind)


async def follow(request: Request) -> Response:
    """Bring the index up to date; the answer says whether a search finds what was written."""
    refused = guard.refusal(request)
    if refused is not None:
        return refused
    found = await run_in_threadpool(_update, opened().collection)
    return JSONResponse({"found": found}, headers={"Cache-Control": NOT_KEPT})


def _update(collection: Collection) -> bool:
    try:
        index.update(collection)
    except OpisError as error:  # it stands in the catalogue: the next change or search tells
        log.warning("a correction is not in the index yet: %s", error)
        return False
    return True


def _change(request: Request, body: bytes) -> tuple[int, dict[str, Any]]:
    spoken = request.query_params.get("ui")
    words = translator(spoken if spoken in LANGUAGES else opened().language)
    collection, status = opened().collection, 200
    said: dict[str, Any] = {}
    document, number = request.path_params["document"], request.path_params["number"]
    with collection.catalogue() as database:
        try:
            _do(database, document, number, body)
        except OpisError as error:
            status = 409 if isinstance(error, Conflict) else 400
            said = {"what": words.text(error.what), "remedy": words.text(error.remedy)}
        try:
            found = documents.find(database, document, opened().role)
            page = pages.find(database, found, number, opened().role)
        except NotFound:
            return 404, {}
        said |= sheet(database, page, words)
    return status, said


def _do(database: Database, document: str, number: int, body: bytes) -> None:
    try:
        asked = json.loads(body)
        do = asked["do"]
        if do == "line":
            line, old, new = int(asked["line"]), str(asked["old"]), str(asked["new"])
        elif do == "right":
            seen = int(asked["seen"])
        elif do != "undo":
            raise ValueError(do)
    except (ValueError, KeyError, TypeError, RecursionError) as reason:
        raise BadUse(
            N_("It cannot be told what is to be done with the page."),
            remedy=N_("Load the page again."),
        ) from reason
    if do == "line":
        correcting.correct_line(database, document, number, line, old, new)
    elif do == "right":
        correcting.confirm(database, document, number, seen)
    else:
        found = documents.find(database, document, opened().role)
        undoing.undo_writing(database, pages.find(database, found, number, opened().role).id)


def sheet(database: Database, page: Page, words: Translator) -> dict[str, Any]:
    """A page as one corrects it, ready for JSON.

    ``askew`` are the degrees, clockwise, by which its lines lie askew, ``box`` is where a line is
    on the page turned back by them around its middle: left, top, width, height in pixels. A doubt
    is a word that OCR was not sure of, with its share in percent and its place in pixels of the
    page as it lies.
    """
    reading = Reading("") if page.reading is None else pages.reading(database, page.reading)
    lines = correcting.lines(reading)
    size = (page.width, page.height)
    askew = _askew(reading, lines, size) if page.width else 0.0
    events = history.of_text(database, page.id)
    return {
        "reading": page.reading or 0,
        "checked": is_checked(reading),
        "askew": round(askew, 3),
        "lines": [_line(reading, line, size, askew) for line in lines],
        "undo": any(e.deed in {Deed.CORRECTED, Deed.CHECKED} and not e.undone for e in events),
        "history": [_told(event, words) for event in events[:EVENTS]],
    }


def _line(reading: Reading, line: Line, size: tuple[int, int], askew: float) -> dict[str, Any]:
    parts = cut.parts(reading, line.start, line.end) if size[0] else []
    quads = [_pixels(quad, size) for _, own in parts for quad in own]
    doubts = [
        {
            "word": joined(reading.text[word.start : word.end]),
            "share": round(100 * word.confidence),
            "doubtful": word.confidence < DOUBTFUL,
            "other": [*word.alternatives],
            "quads": [
                [round(v, 1) for point in _pixels(quad, size) for v in point] for quad in own
            ],
        }
        for word, own in cut.parts(reading, line.start, line.end)
        if word.confidence is not None and word.confidence < UNSURE
    ]
    return {
        "text": reading.text[line.start : line.end],
        "lang": line.language or "",
        "apart": line.apart,
        "box": _box(quads, size, askew),
        "doubts": doubts,
    }


def _pixels(quad: Quad, size: tuple[int, int]) -> list[Point]:
    return [(x * size[0], y * size[1]) for x, y in quad]


def _askew(reading: Reading, lines: Iterable[Line], size: tuple[int, int]) -> float:
    """The angle in which most lines of several words lie, in degrees clockwise."""
    angles = []
    for line in lines:
        quads = [q for _, own in cut.parts(reading, line.start, line.end) for q in own]
        if len(quads) > 2:
            first, last = _pixels(quads[0], size), _pixels(quads[-1], size)
            down, along = last[1][1] - first[0][1], last[1][0] - first[0][0]
            angles.append(math.degrees(math.atan2(down, along)))
    return statistics.median(angles) if angles else 0.0


def _box(
    quads: Sequence[Sequence[Point]], size: tuple[int, int], askew: float
) -> list[float] | None:
    if not quads:
        return None
    sin, cos = math.sin(math.radians(-askew)), math.cos(math.radians(-askew))
    middle = (size[0] / 2, size[1] / 2)
    turned = [
        (middle[0] + dx * cos - dy * sin, middle[1] + dx * sin + dy * cos)
        for quad in quads
        for dx, dy in ((x - middle[0], y - middle[1]) for x, y in quad)
    ]
    left, right = min(x for x, _ in turned), max(x for x, _ in turned)
    top, low = min(y for _, y in turned), max(y for _, y in turned)
    more = max(MARGIN * (low - top), LEAST * size[1])
    box = (left - more, top - more, right - left + 2 * more, low - top + 2 * more)
    return [round(v, 1) for v in box]


def _told(event: Event, words: Translator) -> dict[str, Any]:
    """What an event did with the text of the page."""
    written = [from_to(one, words) for one in event.changes if one.field != "layer"]
    return {
        "at": moment(event.at, words),
        "who": event.who,
        "deed": deed(event, words),
        "what": written,
        "undone": event.undone,
    }

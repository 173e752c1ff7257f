"""``/api/search``: the answer of ``opis search --json`` by address, to be read by programs.

Parameters are those of the address of the page (:mod:`ui.address`), and ``limit`` and ``offset``.
Roles and refusals are the pages': the route gives nothing that they would not show.
"""

from __future__ import annotations

import json
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

import index
from corpus.access import Role
from corpus.errors import BadUse, OpisError
from corpus.messages import N_
from ui import address, permitted
from ui.commands.shapes import search_answer
from ui.i18n import LANGUAGES, translator
from ui.opened import opened

#: documents of one answer at most
MOST = 100
#: An open answer may be kept, but whoever keeps it asks each time; others may not be kept.
KEPT, NOT_KEPT = "public, no-cache", "private, no-store"
#: HTTP status by the exit code of the contract, else 500
STATUS = {2: 400, 3: 404, 4: 503, 6: 503}


def search(request: Request) -> Response:
    """Answer a search with the contract's JSON; an error is JSON too."""
    given = {name: request.query_params.getlist(name) for name in request.query_params}
    here = address.decode(given)
    role = opened().role
    words = translator(here.interface if here.interface in LANGUAGES else opened().language)
    try:
        asked = here.request(role)
        limit = _number(given, "limit", asked.limit, MOST)
        offset = _number(given, "offset", asked.offset, 10**7)
        found = index.search(opened().collection, replace(asked, limit=limit, offset=offset))
        found = permitted.exported(opened().collection, found, role)
    except OpisError as error:
        said = {"message": words.text(error.what), "remedy": words.text(error.remedy)}
        return _answer({"error": said}, STATUS.get(error.exit_code, 500), NOT_KEPT)
    years = (here.first_year, here.last_year)
    body = search_answer(found, words, opened().collection, years)
    return _answer(body, 200, KEPT if role is Role.PUBLIC else NOT_KEPT)


def _answer(body: object, status: int, kept: str) -> Response:
    return Response(
        json.dumps(body, ensure_ascii=False),
        status,
        {"Cache-Control": kept},
        "application/json; charset=utf-8",
    )


def _number(given: dict[str, list[str]], name: str, default: int, most: int) -> int:
    """A number of the query.

    Raises:
        BadUse: it is none, or too large.

    """
    said = given.get(name, [""])[-1]
    if not said:
        return default
    if said.isascii() and said.isdigit() and len(said) < 9 and int(said) <= most:
        return int(said)
    raise BadUse(
        N_("«{value}» is no {name}."),
        remedy=N_("Write a number from 0 to {most}."),
        value=said,
        name=name,
        most=most,
    )

"""Uploads: ``POST /upload/BATCH/FOLDER/FILE`` with the file as its body, written as it comes.

The answer 201 says that the file is on the disk and stays there, whatever is killed then; its
``name`` is the one under which it stands. Any other answer says in the reader's words what is wrong
and what to do, and nothing is kept.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from corpus.errors import BadUse, InputFailed, OpisError
from corpus.messages import N_
from ingest import uploads
from ui import guard
from ui.downloads import NOT_KEPT
from ui.i18n import LANGUAGES, Translator, translator
from ui.opened import opened

#: the folder of files that came without one
LOOSE = N_("Scans")


async def upload(request: Request) -> Response:
    """Keep the file that is the body of the request."""
    if no := guard.refusal(request):
        return no
    asked = request.query_params.get("lang", "")
    words = translator(asked if asked in LANGUAGES else opened().language)
    try:
        name, size = await _received(request, words)
    except ClientDisconnect:
        return Response(status_code=499)
    except OpisError as error:
        status = 507 if isinstance(error, BadUse) else 422
        said = {"what": words.text(error.what), "remedy": words.text(error.remedy)}
        return JSONResponse(said, status, {"Cache-Control": NOT_KEPT})
    return JSONResponse({"name": name, "size": size}, 201, {"Cache-Control": NOT_KEPT})


async def _received(request: Request, words: Translator) -> tuple[str, int]:
    """Write the body to its batch; returns the name of the file and its size in bytes."""
    name = request.path_params["name"]
    named = name if "/" in name else f"{words.gettext(LOOSE)}/{name}"
    length = request.headers.get("content-length", "")
    promised = int(length) if length.isascii() and length.isdigit() else 0
    batch, collection = request.path_params["batch"], opened().collection
    path = await run_in_threadpool(uploads.target, collection, batch, named, promised)
    with uploads.receiving(path) as file:
        size = 0
        async for piece in request.stream():
            size += len(piece)
            if size > uploads.MOST:
                break
            await run_in_threadpool(file.write, piece)
        if size != promised:
            raise InputFailed(
                N_("«{path}» did not arrive whole."),
                remedy=N_("Upload it again."),
                path=path.name,
            )
        try:
            settled = await run_in_threadpool(uploads.settle, file, path)
        except FileNotFoundError:
            raise uploads.gone() from None
    return settled.name, size

"""The command ``opis``: runs the one that is asked for; errors are one line and an exit code."""

from __future__ import annotations

import gc
import io
import os
import sys
import traceback
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from corpus.access import Role
from corpus.errors import OpisError
from corpus.messages import visible
from ui.commands import misuse
from ui.commands.grouped import grouped
from ui.commands.outcome import INTERRUPTED
from ui.commands.table import COMMANDS
from ui.i18n import lend, translator

_ = translator().gettext
OUR_BUG = 70
WRONG_USE = 2
#: What a command loads stays: looking for garbage after every 700 objects, as is usual, took 70 of
#: the 850 ms of a search (2026-11-26).
GARBAGE = (50_000, 20, 20)

app = grouped(
    "opis", _("Full-text search over scanned archives in Russian, Kazakh and Kyrgyz."), COMMANDS
)


@app.callback()
def _before(
    context: typer.Context,
    collection: Annotated[Path | None, typer.Option(help=_("Folder of the collection."))] = None,
    role: Annotated[
        Role | None,
        typer.Option("--as", help=_("Whose eyes to look with; else what opis.toml says.")),
    ] = None,
) -> None:
    """Take what every command knows before its name too: ``opis --collection DIR search``.

    The commands read both from the environment, which is as it was when the command has run.
    """
    for name, given in (("OPIS_COLLECTION", collection), ("OPIS_ROLE", role)):
        if given is not None:
            context.call_on_close(partial(_set, name, os.environ.get(name)))
            os.environ[name] = str(given)


def _set(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


def main() -> None:
    """Run the command; every error is one line and a remedy, never a traceback."""
    gc.set_threshold(*GARBAGE)
    lend()
    # nothing here multiplies matrices; the threads for that took numpy 50 ms to start
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What no encoding has, a byte of a file name or half a character, is written as JSON does.
    signs = {sys.stdin: "replace", sys.stdout: "backslashreplace", sys.stderr: "backslashreplace"}
    for stream, errors in signs.items():
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    debug = "--debug" in sys.argv
    arguments = [a for a in sys.argv[1:] if a != "--debug"]
    code = run(arguments, debug=debug)
    gc.freeze()  # nothing that is left need be looked through for garbage at the end
    sys.exit(code)


def run(arguments: list[str], *, debug: bool = False) -> int:
    """Run ``arguments`` and return the exit code of the contract."""
    words = translator()
    try:
        code = app(arguments or ["--help"], standalone_mode=False)
        return code if isinstance(code, int) else 0
    except OpisError as error:
        if debug:
            traceback.print_exc()
        _complain(words.text(error.what), words.text(error.remedy))
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        _complain(_("Interrupted."), _("Run the same command again to go on."))
        return INTERRUPTED
    except typer.TyperException as error:  # a command was used wrongly
        context = getattr(error, "ctx", None)
        said = getattr(error, "format_message", error.__str__)()
        _complain(misuse.said(said, _), f"{context.command_path if context else 'opis'} --help")
        return WRONG_USE
    except BrokenPipeError:
        sys.stdout = None  # whoever read the answer has gone; nothing is left to flush
        return 0
    except Exception as error:  # the contract: our bug is one line and code 70
        if debug:
            traceback.print_exc()
        _complain(
            _("A bug of ours: {error}").format(error=f"{type(error).__name__}: {error}"),
            _("Run it again with --debug and send us what it prints."),
        )
        return OUR_BUG


def _complain(what: str, remedy: str) -> None:
    typer.echo(f"opis: {visible(what)}", err=True)
    if remedy:
        typer.echo(f"      {visible(remedy)}", err=True)

"""The command ``opis``: names its commands and turns errors into one line and an exit code.

A command's module is light; what it needs of the rooms is imported when it runs, so that a search
does not wait for OCR or the pages.
"""

from __future__ import annotations

import gc
import io
import os
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.access import Role
from corpus.errors import OpisError
from corpus.messages import visible
from ui.commands import (
    adding,
    again,
    analysing,
    checking,
    citing,
    concordance,
    correcting,
    describing,
    dividing,
    exporting,
    finding,
    history,
    indexing,
    pages,
    quoting,
    removing,
    reporting,
    sheets,
    status,
    subjects,
    upkeep,
    users,
    watching,
)
from ui.commands.outcome import INTERRUPTED
from ui.i18n import translator

_ = translator().gettext
OUR_BUG = 70
WRONG_USE = 2
#: What a command loads stays: looking for garbage after every 700 objects, as is usual, took 70 of
#: the 850 ms of a search (2026-11-26).
GARBAGE = (50_000, 20, 20)

app = typer.Typer(
    name="opis",
    help=_("Full-text search over scanned archives in Russian, Kazakh and Kyrgyz."),
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_index = typer.Typer(
    name="index",
    help=f"{_('The index: build it anew, see how it stands.')}\n\n{_('Example:')} opis index info",
)
_bin = typer.Typer(
    name="bin",
    help=f"{_('What was removed, and taking it back.')}\n\n{_('Example:')} opis bin list",
)
_user = typer.Typer(
    name="user",
    help=f"{_('Who may sign in where the pages are served to others.')}\n\n{_('Example:')} "
    "opis user list",
)
_thesaurus = typer.Typer(
    name="thesaurus",
    help=f"{_('The thesaurus as a file.')}\n\n{_('Example:')} opis thesaurus export terms.ttl",
)


def _command(
    group: typer.Typer, name: str, function: Callable[..., Any], says: str, example: str
) -> None:
    text = f"{_(says)}\n\n{_('Example:')} {example}"
    group.command(name, help=text)(function)


_command(app, "init", adding.init, "Make an empty collection.", "opis init collection")
_command(
    app,
    "demo",
    pages.demo,
    "Make the demo collection, run a search in it and open the pages.",
    "opis demo --no-ui",
)
_command(
    app,
    "add",
    adding.add,
    "Add files and folders; go on with whatever an earlier run left undone.",
    "opis add scans/ --workers 2",
)
_command(
    app,
    "status",
    status.status,
    "Say what there is, what waits, what failed and why, and how the index stands.",
    "opis status --json",
)
_command(
    app,
    "retry",
    again.retry,
    "Try again what failed; all of it, or what is named as opis status names it.",
    "opis retry j5k2 d2k7:3 --password secret",
)
_command(
    app,
    "reread",
    again.reread,
    "Read pages again by OCR; what they have stands until then, corrections stay.",
    "opis reread d2k7 --page 3",
)
_command(
    app,
    "replace",
    again.replace,
    "Put a rescan in the place of a page; its leaf and corrections stay, the old scan is kept.",
    "opis replace d2k7 3 rescans/003.tif",
)
_command(
    app,
    "list",
    finding.list_documents,
    "List the documents with their descriptions.",
    "opis list лагерь --json",
)
_command(
    app,
    "search",
    finding.search,
    "Find pages by words, in any form, in three languages.",
    "opis search 'труд заключённый' --facet language=ru --from 1931 --to 1940",
)
_command(
    app,
    "quote",
    quoting.quote,
    "Say where a quotation stands, how it differs from the source, and how to cite it.",
    "opis quote 'труд заключённых … учитывать по ст. 58-10'",
)
_command(
    app,
    "concordance",
    concordance.concordance,
    "Show every hit with the words beside it, one a line; or write them as CSV or XLSX.",
    "opis concordance лагерь --sort right --csv lines.csv",
)
_command(
    app,
    "show",
    finding.show,
    "Show the reading of a document or of one of its pages.",
    "opis show d2k7 --page 2 --text",
)
_command(
    app,
    "cite",
    citing.cite,
    "Cite a document, a page or a leaf, ready to paste.",
    "opis cite d2k7 --leaf '15а об.' --style archive-comma",
)
_command(
    app,
    "export",
    exporting.export,
    "Write pages, documents or an answer as files for other programs.",
    "opis export xlsx --query 'труд заключённый' --to answer.xlsx",
)
_command(
    app,
    "analyse",
    analysing.analyse,
    "Show each word's lemmas and terms, as JSON lines or (--text) for people.",
    "opis analyse жұмыстарын --language kk --text",
)
_command(
    app,
    "watch",
    watching.watch,
    "Add whatever appears in a folder and is complete, until Ctrl-C.",
    "opis watch /srv/scanner --move",
)
_command(
    app,
    "check",
    checking.check,
    "Check catalogue, originals, readings and index against each other.",
    "opis check --repair --originals /media/backup/opis",
)
_command(
    app,
    "describe",
    describing.describe,
    "Say something of documents; an empty value takes back what was said.",
    "opis describe d2k7 'title=Приказ о режиме' date=1931 author=",
)
_command(
    app,
    "restrict",
    describing.restrict,
    "Say who may see a fonds, an opis, a file, a document or a leaf, and all that is below.",
    "opis restrict 'Ф. 393. Оп. 2' reading-room --until 2031",
)
_command(
    app,
    "correct",
    correcting.correct,
    "Write what stands on the paper for words that were misread; both are found.",
    "opis correct d2k7 3 лагсре лагере",
)
_command(
    app,
    "divide",
    dividing.divide,
    "Make several documents of one; each begins at one of the pages.",
    "opis divide d2k7 4 9",
)
_command(
    app,
    "merge",
    dividing.merge,
    "Make one document of several; it is described as the first.",
    "opis merge d2k7 d9x2",
)
_command(
    app,
    "leaves",
    dividing.leaves,
    "Number the leaves of a document's pages in one go.",
    "opis leaves d2k7 1 --sides both --except '15а, 37 пропущен' --without 1",
)
_command(
    app,
    "rotate",
    dividing.rotate,
    "Turn pages that were scanned on their side or upside down; the scans stay as they came.",
    "opis rotate d2k7 180 --page 3 --page 4",
)
_command(
    app,
    "remove",
    removing.remove,
    "Put documents into the bin, or pages of one; their originals stay.",
    "opis remove d2k7",
)
_command(
    _bin,
    "list",
    removing.list_bin,
    "List what is in the bin, what was put there last first.",
    "opis bin list --json",
)
_command(
    _bin,
    "restore",
    removing.restore,
    "Take documents out of the bin; they are as they were.",
    "opis bin restore d2k7",
)
_command(
    app,
    "report",
    reporting.report,
    "Count what was added, described, corrected and opened in a year.",
    "opis report 2026 --json",
)
_command(
    app,
    "use-sheet",
    sheets.use_sheet,
    "Say which reader has opened, copied or exported what, the newest first.",
    "opis use-sheet 'Ф. 393. Оп. 2. Д. 15' --csv uses.csv",
)
_command(
    app,
    "undo",
    correcting.undo,
    "Take back the last thing that was done with a document, whatever it was.",
    "opis undo d2k7",
)
_command(
    app,
    "history",
    history.history,
    "Say what was done, the newest first: who, when, what, from what to what.",
    "opis history d2k7 --csv history.csv",
)
_command(
    app,
    "backup",
    upkeep.backup,
    "Copy catalogue, settings and originals into a folder, while the collection is in use.",
    "opis backup /media/backup/opis",
)
_command(
    app,
    "restore",
    upkeep.restore,
    "Restore a backup into a new folder, verify every checksum, and build the index.",
    "opis restore /media/backup/opis --collection restored",
)
_command(app, "ui", pages.ui, "Open the pages in the browser.", "opis ui --port 8501")
_command(
    _index,
    "build",
    indexing.build,
    "Build the index anew from the catalogue, beside the old one, and swap it in.",
    "opis index build --collection collection",
)
_command(
    _index,
    "info",
    indexing.info,
    "Say which generation answers and whether it has seen every change.",
    "opis index info --json",
)
_command(
    _index,
    "check",
    checking.check_index,
    "Check that every page that was read is in the index once, and nothing else.",
    "opis index check --repair",
)
_command(
    _user,
    "add",
    users.add,
    "Let somebody sign in, or give a user another password and role; asks for the password.",
    "opis user add Алия --role archivist",
)
_command(
    _user,
    "list",
    users.list_users,
    "List who may sign in.",
    "opis user list --json",
)
_command(
    _user,
    "remove",
    users.remove,
    "Let somebody sign in no more; who has signed in so is signed out.",
    "opis user remove Алия",
)
_command(
    _thesaurus,
    "import",
    subjects.import_file,
    "Take what a SKOS file says into the thesaurus of the collection.",
    "opis thesaurus import terms.ttl",
)
_command(
    _thesaurus,
    "export",
    subjects.export_file,
    "Write the thesaurus of the collection as SKOS, in Turtle.",
    "opis thesaurus export terms.ttl",
)
app.add_typer(_index)
app.add_typer(_bin)
app.add_typer(_user)
app.add_typer(_thesaurus)


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
    # nothing here multiplies matrices; the threads for that took numpy 50 ms to start
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What no encoding has, a byte of a file name or half a character, is written as JSON does.
    signs = {sys.stdin: "replace", sys.stdout: "backslashreplace", sys.stderr: "backslashreplace"}
    for stream, errors in signs.items():
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    debug = "--debug" in sys.argv
    arguments = [a for a in sys.argv[1:] if a != "--debug"]
    sys.exit(run(arguments, debug=debug))


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
        _complain(said, f"{context.command_path if context else 'opis'} --help")
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

"""Every command of ``opis``: its function, what it is for, and an example.

Its module is loaded when the command is asked for (:mod:`ui.commands.grouped`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from corpus.messages import N_


class Command(NamedTuple):
    """``does`` is a module of ``ui.commands`` and its function; ``says`` is translated."""

    does: str
    says: str
    example: str


class Group(NamedTuple):
    """Commands with a first word in common."""

    says: str
    example: str
    commands: Mapping[str, Command]


COMMANDS: Mapping[str, Command | Group] = {
    "init": Command("adding.init", N_("Make an empty collection."), "opis init collection"),
    "demo": Command(
        "pages.demo",
        N_("Make the demo collection, run a search in it and open the pages."),
        "opis demo --no-ui",
    ),
    "add": Command(
        "adding.add",
        N_("Add files and folders; go on with whatever an earlier run left undone."),
        "opis add scans/ --workers 2",
    ),
    "status": Command(
        "status.status",
        N_("Say what there is, what waits, what failed and why, and how the index stands."),
        "opis status --json",
    ),
    "retry": Command(
        "again.retry",
        N_("Try again what failed; all of it, or what is named as opis status names it."),
        "opis retry j5k2 d2k7:3 --password secret",
    ),
    "reread": Command(
        "again.reread",
        N_("Read pages again by OCR; what they have stands until then, corrections stay."),
        "opis reread d2k7 --page 3",
    ),
    "replace": Command(
        "again.replace",
        N_(
            "Put a rescan in the place of a page; its leaf and corrections stay, "
            "the old scan is kept."
        ),
        "opis replace d2k7 3 rescans/003.tif",
    ),
    "list": Command(
        "finding.list_documents",
        N_("List the documents with their descriptions."),
        "opis list лагерь --json",
    ),
    "search": Command(
        "finding.search",
        N_("Find pages by words, in any form, in three languages."),
        "opis search 'труд заключённый' --facet language=ru --from 1931 --to 1940",
    ),
    "quote": Command(
        "quoting.quote",
        N_("Say where a quotation stands, how it differs from the source, and how to cite it."),
        "opis quote 'труд заключённых … учитывать по ст. 58-10'",
    ),
    "concordance": Command(
        "concordance.concordance",
        N_("Show every hit with the words beside it, one a line; or write them as CSV or XLSX."),
        "opis concordance лагерь --sort right --csv lines.csv",
    ),
    "show": Command(
        "finding.show",
        N_("Show the reading of a document or of one of its pages."),
        "opis show d2k7 --page 2 --text",
    ),
    "cite": Command(
        "citing.cite",
        N_("Cite a document, a page or a leaf, ready to paste."),
        "opis cite d2k7 --leaf '15а об.' --style archive-comma",
    ),
    "export": Command(
        "exporting.export",
        N_("Write pages, documents or an answer as files for other programs."),
        "opis export xlsx --query 'труд заключённый' --to answer.xlsx",
    ),
    "analyse": Command(
        "analysing.analyse",
        N_("Show each word's lemmas and terms, as JSON lines or (--text) for people."),
        "opis analyse жұмыстарын --language kk --text",
    ),
    "watch": Command(
        "watching.watch",
        N_("Add whatever appears in a folder and is complete, until Ctrl-C."),
        "opis watch /srv/scanner --move",
    ),
    "check": Command(
        "checking.check",
        N_("Check catalogue, originals, readings and index against each other."),
        "opis check --repair --originals /media/backup/opis",
    ),
    "describe": Command(
        "describing.describe",
        N_("Say something of documents; an empty value takes back what was said."),
        "opis describe d2k7 'title=Приказ о режиме' date=1931 author=",
    ),
    "restrict": Command(
        "describing.restrict",
        N_(
            "Say who may see a fonds, an opis, a file, a document or a leaf, and all that is below."
        ),
        "opis restrict 'Ф. 393. Оп. 2' reading-room --until 2031",
    ),
    "correct": Command(
        "correcting.correct",
        N_("Write what stands on the paper for words that were misread; both are found."),
        "opis correct d2k7 3 лагсре лагере",
    ),
    "divide": Command(
        "dividing.divide",
        N_("Make several documents of one; each begins at one of the pages."),
        "opis divide d2k7 4 9",
    ),
    "merge": Command(
        "dividing.merge",
        N_("Make one document of several; it is described as the first."),
        "opis merge d2k7 d9x2",
    ),
    "leaves": Command(
        "dividing.leaves",
        N_("Number the leaves of a document's pages in one go."),
        "opis leaves d2k7 1 --sides both --except '15а, 37 пропущен' --without 1",
    ),
    "rotate": Command(
        "dividing.rotate",
        N_(
            "Turn pages that were scanned on their side or upside down; "
            "the scans stay as they came."
        ),
        "opis rotate d2k7 180 --page 3 --page 4",
    ),
    "remove": Command(
        "removing.remove",
        N_("Put documents into the bin, or pages of one; their originals stay."),
        "opis remove d2k7",
    ),
    "report": Command(
        "reporting.report",
        N_("Count what was added, described, corrected and opened in a year."),
        "opis report 2026 --json",
    ),
    "use-sheet": Command(
        "sheets.use_sheet",
        N_("Say which reader has opened, copied or exported what, the newest first."),
        "opis use-sheet 'Ф. 393. Оп. 2. Д. 15' --csv uses.csv",
    ),
    "undo": Command(
        "correcting.undo",
        N_("Take back the last thing that was done with a document, whatever it was."),
        "opis undo d2k7",
    ),
    "history": Command(
        "history.history",
        N_("Say what was done, the newest first: who, when, what, from what to what."),
        "opis history d2k7 --csv history.csv",
    ),
    "backup": Command(
        "upkeep.backup",
        N_("Copy catalogue, settings and originals into a folder, while the collection is in use."),
        "opis backup /media/backup/opis",
    ),
    "restore": Command(
        "upkeep.restore",
        N_("Restore a backup into a new folder, verify every checksum, and build the index."),
        "opis restore /media/backup/opis --collection restored",
    ),
    "ui": Command("pages.ui", N_("Open the pages in the browser."), "opis ui --port 8501"),
    "index": Group(
        N_("The index: build it anew, see how it stands."),
        "opis index info",
        {
            "build": Command(
                "indexing.build",
                N_("Build the index anew from the catalogue, beside the old one, and swap it in."),
                "opis index build --collection collection",
            ),
            "info": Command(
                "indexing.info",
                N_("Say which generation answers and whether it has seen every change."),
                "opis index info --json",
            ),
            "check": Command(
                "checking.check_index",
                N_("Check that every page that was read is in the index once, and nothing else."),
                "opis index check --repair",
            ),
        },
    ),
    "bin": Group(
        N_("What was removed, and taking it back."),
        "opis bin list",
        {
            "list": Command(
                "removing.list_bin",
                N_("List what is in the bin, what was put there last first."),
                "opis bin list --json",
            ),
            "restore": Command(
                "removing.restore",
                N_("Take documents out of the bin; they are as they were."),
                "opis bin restore d2k7",
            ),
        },
    ),
    "user": Group(
        N_("Who may sign in where the pages are served to others."),
        "opis user list",
        {
            "add": Command(
                "users.add",
                N_(
                    "Let somebody sign in, or give a user another password and role; "
                    "asks for the password."
                ),
                "opis user add Алия --role archivist",
            ),
            "list": Command(
                "users.list_users", N_("List who may sign in."), "opis user list --json"
            ),
            "remove": Command(
                "users.remove",
                N_("Let somebody sign in no more; who has signed in so is signed out."),
                "opis user remove Алия",
            ),
        },
    ),
    "thesaurus": Group(
        N_("The thesaurus as a file."),
        "opis thesaurus export terms.ttl",
        {
            "import": Command(
                "subjects.import_file",
                N_("Take what a SKOS file says into the thesaurus of the collection."),
                "opis thesaurus import terms.ttl",
            ),
            "export": Command(
                "subjects.export_file",
                N_("Write the thesaurus of the collection as SKOS, in Turtle."),
                "opis thesaurus export terms.ttl",
            ),
        },
    ),
}

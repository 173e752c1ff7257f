"""``opis concordance``: every hit as a line, with the words beside it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.collection import Collection
from corpus.messages import visible
from index.kwic.view import SEED, WINDOW, Group, Order, View
from ui.commands.narrowing import Narrowing, QueryArgument, narrowable
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    RoleOption,
    coloured,
    note,
    opened,
    role_of,
    say,
    words,
    written,
)

if TYPE_CHECKING:  # the command's help need not load what searches
    from index import Concordance
    from index.kwic.lines import Line
    from ui.address import Address

_ = words().gettext
#: words beside the hits that are shown
COLLOCATES = 30
#: columns of a terminal that the reference behind a line takes, and the least for either context
_BEHIND, _LEAST = 34, 16


@narrowable
def concordance(
    query: QueryArgument,
    by: Narrowing,
    window: Annotated[
        int, typer.Option("--window", help=_("Words on either side of the hit."))
    ] = WINDOW,
    sort: Annotated[
        Order,
        typer.Option(
            "--sort", help=_("Order of the lines: words before or behind, date, reference.")
        ),
    ] = Order.REFERENCE,
    group: Annotated[
        Group | None,
        typer.Option("--group", help=_("Lines of one form together, the most frequent first.")),
    ] = None,
    sample: Annotated[
        int | None, typer.Option("--sample", help=_("So many lines, drawn by chance."))
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", help=_("Another number draws other lines."))
    ] = SEED,
    collocates: Annotated[
        bool,
        typer.Option(
            "--collocates",
            help=_("Which words stand beside the hits, and how these are spread, instead."),
        ),
    ] = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", help=_("Write the lines as CSV into this file."))
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", help=_("Write the lines as XLSX into this file."))
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=0, help=_("Lines shown; all without."))
    ] = None,
    offset: Annotated[int, typer.Option("--offset", min=0, help=_("Lines skipped."))] = 0,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show every hit with the words beside it, one a line."""
    import index
    from ui.address import Address
    from ui.kwic import exported

    target = opened(collection)
    asked = Address(query=query, **by.said)
    view = View(window, sort, group, sample, seed)
    eyes = role_of(target, role)
    found = index.concordance(target, asked.request(eyes), view)
    for diagnostic in found.diagnostics:
        note(f"opis: {words().text(diagnostic.message)}")
    if csv is not None or xlsx is not None:
        taken = partial(exported, target, role=eyes)
        _save(csv, xlsx, target, lambda: taken(found.lines(offset, limit)), asked)
    elif as_json:
        more = _measured(found) if collocates else {}
        _answer(found, exported(target, found.lines(offset, limit), eyes), more)
    elif collocates:
        _print_measured(found)
    else:
        _print(found, found.lines(offset, limit))


def _save(
    csv: Path | None,
    xlsx: Path | None,
    collection: Collection,
    lines: Callable[[], Iterable[Line]],
    asked: Address,
) -> None:
    from corpus.sheets import csv_rows, xlsx_rows
    from ui.kwic import head, rows

    for path, as_file in ((csv, csv_rows), (xlsx, xlsx_rows)):
        if path is not None:
            with written(path) as file:
                file.writelines(as_file(head(words()), rows(collection, lines(), asked)))


def _answer(found: Concordance, lines: Iterable[Line], more: Mapping[str, object]) -> None:
    """Print one JSON object, line by line: there may be many."""
    about: dict[str, object] = {"total": found.total, **more}
    if found.forms:
        about["forms"] = [{"form": form, "lines": n} for form, n in found.forms]
    say(json.dumps(about, ensure_ascii=False)[:-1] + ', "lines": [', end="")
    between = ""
    for line in lines:
        say(between + json.dumps(_shape(line), ensure_ascii=False), end="")
        between = ", "
    say("]}")


def _measured(found: Concordance) -> dict[str, object]:
    """The words beside the hits and the spread of these, for programs."""
    from index.kwic import collocates, dispersion

    spread = dispersion.dispersion(found)
    return {
        "collocates": [
            {
                "word": one.word,
                "observed": one.observed,
                "expected": round(one.expected, 3),
                "total": one.total,
                "likelihood": round(one.likelihood, 3),
            }
            for one in collocates.collocates(found, COLLOCATES)
        ],
        "dispersion": {
            "dp": round(spread.dp, 4),
            "dp_normed": round(spread.normed, 4),
            "documents": len(spread.parts),
            "documents_searched": spread.documents,
        },
    }


def _print_measured(found: Concordance) -> None:
    """The same for people."""
    from index.kwic import collocates, dispersion

    w = words()
    say(_("Words beside the hits: how often, how often by chance, log-likelihood"))
    for one in collocates.collocates(found, COLLOCATES):
        expected, likelihood = w.decimal(one.expected, 1), w.decimal(one.likelihood, 1)
        say(f"  {visible(one.word):<28}{w.number(one.observed):>8}{expected:>10}{likelihood:>11}")
    spread = dispersion.dispersion(found)
    held = w.ngettext("{n} document", "{n} documents", spread.documents)
    said = _("Hits stand in {n} of {documents}; deviation of proportions {dp} (0 even, 1 in one)")
    n, dp = w.number(len(spread.parts)), w.decimal(spread.dp, 2)
    say(said.format(n=n, documents=held, dp=dp))


def _shape(line: Line) -> dict[str, object]:
    """A line as the contract has it, and what tells which hit it is."""
    return {
        "document": line.document,
        "page": line.page,
        "leaves": list(map(str, line.leaves)),
        "date": line.date,
        "reference": line.reference,
        "left": line.left,
        "match": line.match,
        "right": line.right,
        "hit": line.nth,
        "form": line.form,
        "kind": line.kind,
    }


def _print(found: Concordance, lines: Iterable[Line]) -> None:
    from ui.when import in_words

    w = words()
    counted = w.ngettext("{n} line", "{n} lines", len(found))
    if len(found) < found.total:
        counted = _("{lines} of {total}").format(lines=counted, total=w.number(found.total))
    say(counted)
    width = max(_LEAST, (shutil.get_terminal_size((120, 24)).columns - _BEHIND) // 2 - 8)
    before, after = ("\033[1;33m", "\033[0m") if coloured() else ("[", "]")
    group = ""
    forms = dict(found.forms)
    for line in lines:
        if found.view.group and line.form != group:
            group = line.form
            say(f"── {visible(group)} ({w.number(forms[group])})")
        leaf = ", ".join(map(str, line.leaves)) or f"({line.page})"
        say(
            f"{_cut(visible(line.left), -width):>{width}}{before}{visible(line.match)}{after}"
            f"{_cut(visible(line.right), width):<{width}}  {line.document}:{line.page}"
            f"  {_('l. {leaf}').format(leaf=leaf) if line.leaves else leaf}"
            + (f" · {visible(in_words(line.date, w))}" if line.date else "")
        )


def _cut(text: str, width: int) -> str:
    """The beginning of a text, or (where ``width`` is negative) its end, of whole words."""
    if len(text) <= abs(width):
        return text
    if width < 0:
        cut = text[width:]
        return "…" + cut.partition(" ")[2] if " " in cut.rstrip() else cut
    cut = text[:width]
    return cut.rpartition(" ")[0] + "…" if " " in cut.lstrip() else cut

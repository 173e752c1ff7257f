"""Who may see what, said of a fonds, an opis, a file, a document or a page, and what follows below.

A rule holds for everything below what it is said of. Where several rules meet on a document:

- what was said *later* of a part stands before what holds for the whole: an archivist who opens one
  document of a closed fonds knows that it is closed;
- what was said *earlier* of a part gives way where the whole is closed further: the strictest level
  holds, until the latest of the days on which the rules end.

So a rule on the whole never leaves open by mistake what was opened before it. The rule of a page
only ever adds to what holds for its document. What follows is kept in the columns ``access``,
``opens`` and ``basis`` of documents and files, and the index is told which pages are concerned.
Who may copy and export is said and held alike (:mod:`corpus.permits`); no index knows of it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from sqlite3 import Row

from corpus import permits
from corpus.access import Level, Permit, Rights, Use, effective
from corpus.catalogue import Database
from corpus.dates import parse_date
from corpus.description import access_words
from corpus.errors import BadDescription, BadUse
from corpus.history import Change, Deed, Recorder, Value
from corpus.messages import N_
from corpus.stored import day_of, iso
from corpus.targets import LETTERS, Target

_ORDER = list(Level)  # widest first


@dataclass(frozen=True, slots=True)
class Rule:
    """A level of access, the day from which on everything is open, and the basis.

    ``event`` is the number of the event in which it was said: a later one has a greater one. Where
    it is a term of ``years``, the day follows for each file and document from its latest day.
    """

    level: Level = Level.OPEN
    opens: dt.date | None = None
    basis: str = ""
    event: int = 0
    years: int | None = None

    @property
    def today(self) -> Level:
        """The level in force today."""
        return effective(self.level, self.opens)


def combined(above: Rule | None, own: Rule | None) -> Rule | None:
    """What holds where ``own`` is said of a part of what ``above`` holds for; see the module."""
    if above is None or own is None or own.event > above.event:
        return own or above
    return strictest(above, own)


def strictest(one: Rule, other: Rule) -> Rule:
    """The stricter level of two rules, until the later of their ends; what has ended counts not."""
    closing = [rule for rule in (one, other) if rule.today is not Level.OPEN]
    if len(closing) < 2:
        return closing[0] if closing else one
    hard = max(closing, key=lambda rule: _ORDER.index(rule.level))
    ends = [rule.opens for rule in closing]
    last = None if None in ends else max(day for day in ends if day)
    return Rule(hard.level, last, hard.basis, max(one.event, other.event))


def said(row: Row, prefix: str = "") -> Rule | None:
    """Read the rule in the columns ``said_…``, whose names begin with ``prefix``."""
    if row[prefix + "said_access"] is None:
        return None
    return Rule(
        Level(row[prefix + "said_access"]),
        day_of(row[prefix + "said_opens"]),
        row[prefix + "said_basis"],
        row[prefix + "said_event"],
        row[prefix + "said_years"],
    )


def say(recorder: Recorder, database: Database, target: Target, rule: Rule | None) -> None:
    """Say a rule of something, or nothing (None) any more, and let it hold below.

    A rule that is said again counts as said now. Call it inside a transaction.
    """
    values: dict[str, Value] = {
        "said_access": rule.level if rule else None,
        "said_opens": iso(rule.opens) if rule else None,
        "said_years": rule.years if rule else None,
        "said_basis": rule.basis if rule else "",
    }
    place, row, subject, page = target.place, target.row, target.subject, target.page
    if not recorder.put(subject, place, row, values, page) and rule is not None:
        again = Change(subject, page, place, row, "said_access", rule.level, rule.level)
        recorder.note(again)
    if recorder.event is not None:
        recorder.put(subject, place, row, {"said_event": recorder.event}, page)
    settle(database, target)


def restrict(
    database: Database, target: Target, rule: Rule | None, *, against: int | None = None
) -> None:
    """Say a rule of something as an event of its own; see :func:`say`.

    Raises:
        Conflict: somebody else has said another one since the revision ``against``.

    """
    with database.transaction():
        say(Recorder(database, Deed.RESTRICTED, against=against), database, target, rule)


def permit(
    recorder: Recorder, database: Database, target: Target, use: Use, who: Permit | None
) -> None:
    """Say who may copy or export something, or nothing (None) any more, and let it hold below.

    What is said again counts as said now. Call it inside a transaction.
    """
    place, row, subject, page = target.place, target.row, target.subject, target.page
    name = f"said_{permits.COLUMNS[use]}"
    if not recorder.put(subject, place, row, {name: who}, page) and who is not None:
        recorder.note(Change(subject, page, place, row, name, who, who))
    if recorder.event is not None:
        recorder.put(subject, place, row, {f"{name}_event": recorder.event}, page)
    settle(database, target)


def allow(
    database: Database,
    target: Target,
    rule: Sequence[Rule | None],
    given: Mapping[Use, Permit | None],
    *,
    against: int | None = None,
) -> None:
    """Say who may see something (no ``rule``: nothing of that), copy and export it, as one event.

    See :func:`say` and :func:`permit`.

    Raises:
        Conflict: somebody else has said another thing since the revision ``against``.

    """
    with database.transaction():
        recorder = Recorder(database, Deed.RESTRICTED, against=against)
        for own in rule:
            say(recorder, database, target, own)
        for use, who in given.items():
            permit(recorder, database, target, use, who)


def read_rule(
    database: Database,
    target: Target,
    level: str,
    *,
    until: str = "",
    years: int | None = None,
    basis: str = "",
) -> Rule | None:
    """The rule that a person says of something; None for «as above»: nothing of its own.

    ``until`` is a date (:func:`opening_day`); ``years`` is a term from the latest possible day of
    the document or file, or of each file below (:func:`term`).

    Raises:
        BadUse: there is no such level, or it cannot be said until when.

    """
    known = access_words()
    word = " ".join(level.casefold().split())
    if word in {"as-above", "как выше"}:
        return None
    if word not in known:
        raise BadUse(
            N_("«{value}» is not known for the key «{key}»."),
            remedy=N_("Use one of: {known}."),
            key="access",
            value=level[:80],
            known=", ".join([*known, "as-above", "как выше"]),
        )
    rule = Rule(known[word], basis=" ".join(basis.split()))
    if until:
        return replace(rule, opens=opening_day(until))
    return term(database, target, replace(rule, years=years))


def term(database: Database, target: Target, rule: Rule) -> Rule:
    """A rule as it is said of something: if it is a term, with the day on which that ends there.

    Of a fonds or an opis it ends otherwise for each file.

    Raises:
        BadUse: the date is not known from which it would run.

    """
    if rule.years is None or target.place in {"fonds", "opis"}:
        return rule
    opens = after_years(latest_day(database, target), rule.years)
    return replace(rule, opens=opens, years=None if target.place == "pages" else rule.years)


def holding(database: Database, target: Target) -> Rule:
    """What holds for something, whatever it follows from."""
    if target.place in {"files", "documents"}:
        sql = f"SELECT access, opens, basis FROM {target.place} WHERE id = ?"  # noqa: S608 - ours
        row = database.rows(sql, (target.row,))[0]
        return Rule(Level(row["access"]), day_of(row["opens"]), row["basis"])
    sql = f"SELECT * FROM {target.place} WHERE id = ?"  # noqa: S608 - one of PLACES
    row = database.rows(sql, (target.row,))[0]
    own = said(row)
    if target.place == "fonds":
        return own or Rule()
    if target.place == "opis":
        above = database.rows("SELECT * FROM fonds WHERE id = ?", (row["fonds"],))[0]
        return combined(said(above), own) or Rule()
    whole = holding(database, Target("documents", row["document"], row["document"]))
    return strictest(whole, own) if own else whole


def rights(database: Database, target: Target) -> Rights:
    """What may be done today with something, whatever it follows from."""
    level, found = holding(database, target).today, {}
    for use, column in permits.COLUMNS.items():
        found[use] = _permit_held(database, target, use, column)
    return Rights(level, found[Use.COPY], found[Use.EXPORT])


def _permit_held(database: Database, target: Target, use: Use, column: str) -> Permit | None:
    sql = f"SELECT * FROM {target.place} WHERE id = ?"  # noqa: S608 - one of PLACES
    row = database.rows(sql, (target.row,))[0]
    if target.place in {"files", "documents"}:
        return permits.permit_of(row[column])
    own = permits.said(row, use)
    if target.place == "pages":
        whole = Target("documents", row["document"], row["document"])
        above = _permit_held(database, whole, use, column)
        return permits.stricter(above, own.permit if own else None)
    if target.place == "opis":
        above_row = database.rows("SELECT * FROM fonds WHERE id = ?", (row["fonds"],))[0]
        own = permits.combined(permits.said(above_row, use), own)
    return own.permit if own else None


def documents_below(database: Database, targets: Iterable[Target]) -> dict[str, int]:
    """How many documents at and below some things have which level today."""
    levels: dict[str, Level] = {}
    for target in targets:
        letter = LETTERS.get(target.place, "d")
        row = target.subject if target.place == "pages" else target.row
        for own in database.rows(_DOCUMENTS + f"WHERE {letter}.id = ?", (row,)):
            if not own["gone"]:
                levels[own["id"]] = effective(Level(own["access"]), day_of(own["opens"]))
    return dict(Counter(str(level) for level in levels.values()))


def settle(database: Database, target: Target) -> None:
    """Work out anew what holds for the documents and files at and below something."""
    if target.place == "pages":
        serial = database.next_serial()
        database.change("UPDATE pages SET changed = ? WHERE id = ?", (serial, target.row))
        return
    letter = LETTERS[target.place]
    if target.place != "documents":
        _settle(database, "files", database.rows(_FILES + f"WHERE {letter}.id = ?", (target.row,)))
    documents = database.rows(_DOCUMENTS + f"WHERE {letter}.id = ?", (target.row,))
    moved = _settle(database, "documents", documents)
    if moved:
        serial = database.next_serial()
        for document in moved:
            database.change("UPDATE pages SET changed = ? WHERE document = ?", (serial, document))


def _settle(database: Database, place: str, rows: Iterable[Row]) -> list[str]:
    """Write what follows for files or documents; the ids of those that are open otherwise now."""
    moved = []
    for row in rows:
        holds = None
        for prefix in _prefixes(place):
            holds = combined(holds, _dated(said(row, prefix), row, own=prefix == ""))
        holds = holds or Rule()
        own = row["said_basis" if place == "documents" else "file_said_basis"]
        new = (str(holds.level), iso(holds.opens), holds.basis or own)
        may = tuple(_permit_of(row, use, place) for use in permits.COLUMNS)
        if may != (row["copying"], row["exporting"]):
            sql = f"UPDATE {place} SET copying = ?, exporting = ? WHERE id = ?"  # noqa: S608
            database.change(sql, (*may, row["id"]))
        if new != (row["access"], row["opens"], row["basis"]):
            sql = f"UPDATE {place} SET access = ?, opens = ?, basis = ? WHERE id = ?"  # noqa: S608
            database.change(sql, (*new, row["id"]))
            moved.append(str(row["id"]))
    return moved


def _dated(rule: Rule | None, row: Row, *, own: bool) -> Rule | None:
    """A rule with the day on which its term ends for a row, if it is a term.

    One that is said of a document runs from its own day, any other from that of its file, or from
    the document's if that is later. Where neither is known it has no end.
    """
    if rule is None or rule.years is None:
        return rule
    days = [day for day in (row["own_latest"], row["file_latest"]) if day]
    last = days[0] if own and days else max(days, default=None)
    return replace(rule, opens=after_years(day_of(last), rule.years) if last else None)


def _prefixes(place: str) -> tuple[str, ...]:
    """How the columns begin of what was said, from the whole to a row of ``place`` itself."""
    return ("fonds_", "opis_", "file_", *(("",) if place == "documents" else ()))


def _permit_of(row: Row, use: Use, place: str) -> Permit | None:
    holds = None
    for prefix in _prefixes(place):
        holds = permits.combined(holds, permits.said(row, use, prefix))
    return holds.permit if holds else None


def _columns(letter: str, prefix: str) -> str:
    names = ["said_access", "said_opens", "said_years", "said_basis", "said_event"]
    for column in permits.COLUMNS.values():
        names += [f"said_{column}", f"said_{column}_event"]
    return ", ".join(f"{letter}.{name} AS {prefix}{name}" for name in names)


_ABOVE = ", ".join(_columns(*pair) for pair in (("f", "fonds_"), ("o", "opis_"), ("x", "file_")))
_FILES = f"""
SELECT x.id, x.access, x.opens, x.basis, x.copying, x.exporting,
       NULL AS own_latest, x.latest AS file_latest, {_ABOVE}
FROM files x JOIN opis o ON o.id = x.opis JOIN fonds f ON f.id = o.fonds
"""  # noqa: S608 - names of ours
_DOCUMENTS = f"""
SELECT d.id, d.access, d.opens, d.basis, d.copying, d.exporting, d.gone,
       iif(d.date <> '', d.latest, NULL) AS own_latest, x.latest AS file_latest,
       {_columns("d", "")}, {_ABOVE}
FROM documents d LEFT JOIN files x ON x.id = d.file LEFT JOIN opis o ON o.id = x.opis
     LEFT JOIN fonds f ON f.id = o.fonds
"""  # noqa: S608 - names of ours


def opening_day(until: str) -> dt.date:
    """The day from which on something is open that is closed «until» a date.

    A day is that day itself; of a month, a year, or anything uncertain the latest possible day has
    to be over.

    Raises:
        BadDate: it is no date.
        BadDescription: its end is not known.

    """
    date = parse_date(until)
    if date.latest is None:
        raise BadDescription(
            N_("«{date}» does not say until when."),
            remedy=N_("Write the day, the month or the year, like 2031-01-01 or 2031."),
            date=until,
        )
    return date.latest if date.earliest == date.latest else date.latest + dt.timedelta(days=1)


def after_years(latest: dt.date | None, years: int) -> dt.date:
    """The first day after a term of so many years that runs from the latest possible day.

    Raises:
        BadUse: that day is not known.

    """
    if latest is None:
        raise BadUse(
            N_("There is no date from which a term of years could run."),
            remedy=N_("Describe its date first, or say until when: --until DATE"),
        )
    try:
        end = latest.replace(year=latest.year + years)
    except ValueError:  # 29 February
        end = dt.date(latest.year + years, 2, 28)
    return end + dt.timedelta(days=1)


def latest_day(database: Database, target: Target) -> dt.date | None:
    """The latest possible day of a document (also of a page's) or of a file; None if unknown.

    A document that has no date has that of its file.
    """
    if target.place == "files":
        row = database.row("SELECT latest FROM files WHERE id = ?", (target.row,))
    else:
        row = database.row(
            """SELECT iif(d.date <> '', d.latest, x.latest) AS latest FROM documents d
               LEFT JOIN files x ON x.id = d.file WHERE d.id = ?""",
            (target.subject,),
        )
    return day_of(row["latest"]) if row else None

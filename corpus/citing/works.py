"""What stands before the search data: author and title; and sources that stand in no archive.

A dissertation or its abstract is printed with its degree, place and year; of a newspaper the day
stands for them. ГОСТ Р 7.0.5-2008 is the model of every style but the two standards for records.
"""

from __future__ import annotations

import re
from functools import cache

from corpus.citing.cited import THESES, Citation
from corpus.citing.people import people
from corpus.citing.styles import MISSING, UNKNOWN, Layout, Style, ended
from corpus.messages import N_
from corpus.tables import rows
from corpus.thesaurus.concepts import key

_RECORDS = {Style.GOST_R_7_0_100, Style.GOST_7_1_2003}
#: «07.00.02», since 2021 «5.6.1»
_SPECIALITY = re.compile(r"\b(?:\d\d\.\d\d\.\d\d|\d\.\d{1,2}\.\d{1,2})\b")
#: a title that says itself what it is: «… : автореф. дис. … канд. ист. наук»
_SAYS_THESIS = re.compile(r":\s*(?:автореф|дис\.|диссертаци)", re.IGNORECASE)
#: a full stop at the end of a title belongs to an initial or to an abbreviation without a vowel
_ABBREVIATED = re.compile(
    r"(?:^|[\s.(-])(?:\w|[^\W\d_аеёиоуыэюяіәөұүaeiouy]{2,4}|оп|ед|обл|кн)\.$", re.IGNORECASE
)
#: of a title without a colon so many words are repeated in a later note
_WORDS_REPEATED = 3

#: what something printed may lack, and how that is said
LACKS = {
    "место": N_("The place of printing is not known."),
    "год": N_("The year is not known."),
    "степень": N_("The degree is not known."),
}


def head(citation: Citation, style: Style) -> str:
    """Author and title; a title that the archivist supplied keeps its brackets around both."""
    title = _title(citation)
    if not title:
        return ""
    supplied = title.startswith("[") and title.endswith("]")
    author = _heading(citation, style)
    if author and not key(title.lstrip("[")).startswith(key(author.rstrip("."))):
        title = f"[{author} {title[1:]}" if supplied else f"{author} {title}"
    if citation.kind in THESES and citation.printed:
        title += _thesis(citation, style)
    if style in _RECORDS and (named := people(citation.author)):
        title += f" / {', '.join(person.responsible for person in named)}"
    if style is Style.GOST_R_7_0_100 and not citation.printed:
        title = ended(title, ". – ") + "Текст : непосредственный"
    return title


def note(citation: Citation, style: Style, layout: Layout, *, extent: bool = False) -> str:
    """A source that stands in no archive; ``extent`` wants how many pages it has."""
    between = ". – " if style in _RECORDS else ". "
    parts = [head(citation, style) or untitled(citation, layout), _imprint(citation, style)]
    if citation.pages is not None:
        parts.append(page(citation, layout))
    elif citation.extent or extent:
        size = citation.extent or MISSING.format("объём")
        parts.append(f"{size} с." if size.isdecimal() else size)
    if style is Style.GOST_R_7_0_100:
        parts.append("Текст : непосредственный")
    out = parts[0]
    for part in parts[1:]:
        out = ended(out, between) + part
    return ended(out, layout.parts["ending"])


def untitled(citation: Citation, layout: Layout) -> str:
    """What nobody has described: how the scan is called, so that it is found again."""
    name = f"{MISSING.format('заглавие')} [{citation.name}]"
    return ended(name, layout.parts["ending"])


def short(citation: Citation, style: Style, layout: Layout) -> str:
    """A later note: «Елеуханова С. В. История Карлага … С. 15.»."""
    text, cut = _shortened(citation, style)
    text = f"{text} …" if cut else ended(text, ".")
    where = page(citation, layout)
    return ended(f"{text} {where}", layout.parts["ending"]) if where else text


def page(citation: Citation, layout: Layout) -> str:
    """«С. 12»; nothing where the whole is cited."""
    return "" if citation.pages is None else layout.part("page", citation.pages or UNKNOWN)


def is_cited(citation: Citation, text: str) -> bool:
    """Whether a note cites this source, in full or shortened."""
    shortened, cut = _shortened(citation, Style.GOST_R_7_0_5)
    begins, told = key(shortened.replace(",", "")), key(text.replace(",", ""))
    if not begins or not told.startswith(begins):
        return False
    rest = told[len(begins) :].lstrip()
    return rest.startswith("…") or not cut or key(_title(citation).replace(",", "")) in told


def lacking(citation: Citation) -> list[str]:
    """Which of :data:`LACKS` nobody has said."""
    lacks = []
    if citation.kind != "newspaper" and not citation.place:
        lacks.append("место")
    if not citation.year:
        lacks.append("год")
    if citation.kind in THESES and not (citation.degree or _SAYS_THESIS.search(citation.title)):
        lacks.append("степень")
    return lacks


def _title(citation: Citation) -> str:
    title = citation.title.strip()
    return title if _ABBREVIATED.search(title) else title.rstrip(".")


def _heading(citation: Citation, style: Style) -> str:
    named = people(citation.author)
    if not named:
        return ended(citation.author.strip(), ".") if citation.author.strip() else ""
    # A record is headed by the first author; ГОСТ Р 7.0.5 heads a reference by up to three.
    shown = named[:1] if style in _RECORDS or len(named) > 3 else named
    return ", ".join(person.heading(comma=style in _RECORDS) for person in shown)


def _thesis(citation: Citation, style: Style) -> str:
    """« : автореф. дис. … канд. ист. наук», unless the title says so itself."""
    if _SAYS_THESIS.search(citation.title):
        return ""
    found = _SPECIALITY.search(citation.degree)
    speciality = found.group() if found else ""
    degree = _SPECIALITY.sub("", citation.degree).strip(" :,;–-()") or MISSING.format("степень")
    abstract = citation.kind == "abstract"
    if style is Style.GOST_R_7_0_100:
        what = "автореферат диссертации" if abstract else "диссертация"
        full = " ".join(_words("degree").get(word, word) for word in degree.split())
        number = f" : специальность {speciality}" if speciality else ""
        return f"{number} : {what} на соискание ученой степени {full}"
    what = "автореф. дис." if abstract else "дис."
    number = f" : {speciality}" if speciality and style is Style.GOST_7_1_2003 else ""
    return f" : {what} … {degree}{number}"


def _imprint(citation: Citation, style: Style) -> str:
    """«Караганда, 2009», of a newspaper «1936. 14 окт.»; what is missing is named."""
    if citation.kind == "newspaper":
        return _day(citation)
    lacks = [part for part in lacking(citation) if part != "степень"]
    if len(lacks) == 2:
        return MISSING.format(", ".join(lacks))
    names = _words("place")
    full = names.get(citation.place, citation.place)
    place = full
    if style is not Style.GOST_R_7_0_100:
        place = next((short for short, whole in names.items() if whole == full), full)
    return ", ".join([place or MISSING.format("место"), citation.year or MISSING.format("год")])


def _day(citation: Citation) -> str:
    if not citation.year:
        return MISSING.format("дата")
    date = citation.date
    if date is None or date.earliest is None or date.earliest != date.latest:
        return citation.year
    month = [*_words("month")][date.earliest.month - 1]
    return f"{citation.year}. {date.earliest.day} {month}"


def _shortened(citation: Citation, style: Style) -> tuple[str, bool]:
    """Author and the beginning of the title, and whether anything was cut off."""
    title = _title(citation)
    begin = re.split(r"\s*[:.(\[]", title)[0] or title
    words = title.split()
    if begin == title and len(words) > _WORDS_REPEATED + 1:
        begin = " ".join(words[:_WORDS_REPEATED]).rstrip(",;–")
    cut = begin != title or (citation.kind in THESES and citation.printed)
    return " ".join(part for part in (_heading(citation, style), begin) if part), cut


@cache
def _words(what: str) -> dict[str, str]:
    """Short words of one sort and what they stand for."""
    return {short: full for sort, short, full in rows("corpus.citing", "abbreviations.tsv")
            if sort == what}  # fmt: skip

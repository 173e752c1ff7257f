"""Citations as records for programs: BibTeX, RIS and CSL-JSON.

None of them has fields for an opis or a leaf: the search data stand whole where each format keeps
the place in an archive (BibTeX ``howpublished``, RIS ``AV``, CSL ``archive_location``), as ГОСТ Р
7.0.5 prints them. What is not known is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from corpus.citing.archives import NO_ARCHIVES, Archives
from corpus.citing.cited import TRAINING_NOTE, Citation
from corpus.citing.people import Person, people
from corpus.citing.places import search_data
from corpus.citing.styles import Style, layout

#: kind → type in BibTeX (entry), RIS and CSL; what is not here is a manuscript
_TYPES = {
    "newspaper": ("misc", "NEWS", "article-newspaper"),
    "article": ("misc", "GEN", "article"),
    "book": ("book", "BOOK", "book"),
    "dissertation": ("phdthesis", "THES", "thesis"),
    "abstract": ("phdthesis", "THES", "thesis"),
}
_MANUSCRIPT = ("misc", "MANSCPT", "manuscript")
_THESIS = {"dissertation": "дис.", "abstract": "автореф. дис."}
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}  # fmt: skip
#: babel's names of the languages
_BABEL = {"ru": "russian", "kk": "kazakh", "ky": "kyrgyz", "en": "english"}


def record(citation: Citation, style: Style, archives: Archives = NO_ARCHIVES) -> str:
    """One record in a format; CSL-JSON is a list of one item."""
    if style is Style.BIBTEX:
        return bibtex(citation)
    if style is Style.RIS:
        return ris(citation)
    return json.dumps([csl(citation, archives)], ensure_ascii=False, indent=1)


def bibtex(citation: Citation) -> str:
    """A BibTeX entry; signs that TeX reads as commands are written so that it prints them."""
    kind = _types(citation)[0]
    fields = {
        "author": " and ".join(_bibtex_author(one) for one in _authors(citation)),
        "title": f"{{{_tex(citation.title)}}}" if citation.title else "",
        "type": _tex(_genre(citation)),
        "address": _tex(citation.place),
        "year": citation.year,
        "howpublished": _tex(_location(citation)),
        "pages": _tex(citation.pages or ""),
        "note": _tex("; ".join(_notes(citation))),
        "language": _BABEL.get(citation.language, ""),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{_id(citation)},\n" + ",\n".join(lines) + "\n}"


def ris(citation: Citation) -> str:
    """A RIS record, one tag a line."""
    date = citation.date
    day = date.earliest if date and date.earliest and date.earliest == date.latest else None
    tags: list[tuple[str, str]] = [
        ("TY", _types(citation)[1]),
        ("ID", _id(citation)),
        *(("AU", _name(one)) for one in _authors(citation)),
        ("TI", citation.title),
        ("PY", citation.year.partition("–")[0]),
        ("DA", f"{day:%Y/%m/%d}" if day else ""),
        ("CY", citation.place),
        ("M3", _genre(citation)),
        ("SP", citation.pages or ""),
        ("AV", _location(citation)),
        ("LA", citation.language),
        *(("N1", note) for note in _notes(citation)),
    ]
    said = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value.strip()]
    return "\n".join([*said, "ER  - "])


def csl(citation: Citation, archives: Archives = NO_ARCHIVES) -> dict[str, Any]:
    """An item of CSL-JSON 1.0."""
    item: dict[str, Any] = {
        "id": _id(citation),
        "type": _types(citation)[2],
        "title": citation.title,
        "author": [
            {"family": one.family, "given": one.given} if isinstance(one, Person)
            else {"literal": one} for one in _authors(citation)
        ],
        "issued": _issued(citation),
        "publisher-place": citation.place,
        "genre": _genre(citation),
        "archive": citation.reference.archive,
        "archive-place": archives.city(citation.reference.archive, "ru"),
        "archive_location": _location(citation),
        "page": citation.pages or "",
        "language": citation.language,
        "note": "; ".join(_notes(citation)),
    }  # fmt: skip
    return {name: value for name, value in item.items() if value}


def _types(citation: Citation) -> tuple[str, str, str]:
    return _TYPES[citation.kind] if citation.printed else _MANUSCRIPT


def _authors(citation: Citation) -> list[Person] | list[str]:
    named = [*people(citation.author)]
    return named or ([citation.author] if citation.author else [])


def _name(author: Person | str) -> str:
    return f"{author.family}, {author.given}" if isinstance(author, Person) else author


def _bibtex_author(author: Person | str) -> str:
    """«Розанов, И. Н.»; the name of an office in braces, so that it is not taken apart."""
    name = _tex(_name(author))
    return name if isinstance(author, Person) else f"{{{name}}}"


def _genre(citation: Citation) -> str:
    if citation.printed and citation.kind in _THESIS:
        return f"{_THESIS[citation.kind]} … {citation.degree}" if citation.degree else (
            _THESIS[citation.kind]
        )  # fmt: skip
    return ""


def _location(citation: Citation) -> str:
    if not citation.reference:
        return ""
    style = Style.GOST_R_7_0_5
    return search_data(citation, style, layout(style), NO_ARCHIVES)


def _notes(citation: Citation) -> Iterable[str]:
    if citation.printed and citation.extent:
        yield citation.extent
    if citation.through:
        yield f"{citation.through} (цит. по)"
    if citation.training:
        yield TRAINING_NOTE


def _issued(citation: Citation) -> dict[str, Any] | None:
    date = citation.date
    if date is None or date.earliest is None or date.latest is None:
        return {"literal": date.words or date.edtf} if date else None
    ends = [[d.year, d.month, d.day] for d in (date.earliest, date.latest)]
    if date.earliest == date.latest:
        return {"date-parts": ends[:1]}
    years = [date.earliest.year, date.latest.year]
    return {"date-parts": [[year] for year in dict.fromkeys(years)]}


def _id(citation: Citation) -> str:
    """The document's id, with the leaf or page where one is cited: an id for each citation."""
    where = citation.pages or ",".join(map(str, citation.leaves or ()))
    plain = re.sub(r"[^\w–-]+", "-", where, flags=re.UNICODE).replace("–", "-").strip("-")
    return f"{citation.id or 'opis'}-{plain}" if plain else citation.id or "opis"


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in " ".join(text.split()))

"""What a key of a description says, as people write it: «17.09.1931», «приказ», not codes."""

from __future__ import annotations

from corpus.dates import Meaning
from corpus.labels import label
from corpus.messages import N_
from ui.i18n import Translator
from ui.when import in_words

#: keys and columns of the catalogue whose values have names, with the facet that gives these
_NAMED = {"kind": "kind", "copy": "copy", "access": "access", "said_access": "access"}
_DATES = frozenset({"date", "opens", "said_opens"})
_MEANINGS = {
    Meaning.EXTENT: N_("all of that time"),
    Meaning.ONE_OF: N_("one day of that time"),
}


def written(key: str, value: str, words: Translator) -> str:
    """Return a value as the catalogue has it (dates in EDTF, codes) in the reader's words.

    ``key`` is a key of a description or its column. What has no other form is returned as it is,
    as is what is empty.
    """
    if not value:
        return ""
    if key in _DATES:
        return in_words(value, words)
    if key == "date_meaning":
        return words.gettext(_MEANINGS[Meaning(value)])
    if key in {"language", "languages"}:
        codes = value.replace(",", " ").split()
        return ", ".join(label("language", code, words.language) for code in codes)
    return label(_NAMED[key], value, words.language) if key in _NAMED else value

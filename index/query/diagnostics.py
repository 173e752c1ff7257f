"""What may be odd about a query or an answer: a closed list, explained in docs/readers.md."""

from __future__ import annotations

from corpus.messages import N_, Message
from index.answer import Diagnostic

#: code → what it says
DIAGNOSTICS = {
    "quote-closed": N_("A closing quotation mark was added."),
    "parenthesis-closed": N_("A closing parenthesis was added."),
    "parenthesis-ignored": N_("A parenthesis without its partner was left out."),
    "operator-ignored": N_("«{word}» joins nothing here and was left out."),
    "sign-ignored": N_("«{sign}» in «{word}» has no meaning here and was left out."),
    "note-ignored": N_("«{text}» looks like a note to a printed text and was left out."),
    "field-unknown": N_("There is no field «{name}»: it was searched as a word."),
    "field-empty": N_("The field «{name}» has no value: its name was searched as a word."),
    "field-value": N_("«{value}» is no value of the field «{name}» and was left out."),
    "pattern-too-short": N_("«{word}» is too short: at least 2 letters are needed."),
    "fuzzy-too-short": N_(
        "«{word}» was searched as it is: words like it are looked for from {letters} letters on."
    ),
    "concept-as-words": N_("The thesaurus has no subject «{name}»: it was searched in any form."),
    "thesaurus-offered": N_("With the thesaurus {more} documents more: {names}"),
    "thesaurus-broken": N_(
        "The collection’s own thesaurus cannot be read; it was taken as it was before: opis check "
        "says why."
    ),
    "compound-tried": N_("«{words}» was also searched as one word, «{compound}»."),
    "years-offered": N_(
        "«{text}» was searched as words; the field finds documents of these years."
    ),
    "too-many-words": N_("Only the first {limit} words were searched."),
    "phrase-too-long": N_("Only the first {limit} words of the phrase were searched."),
    "near-too-long": N_("Only the first {limit} of the words near each other were searched."),
    "near-too-far": N_("At most {limit} words may stand between words near each other."),
    "too-many-forms": N_("Only the first {limit} words of the pattern were searched."),
    "took-too-long": N_("The search was ended after {seconds} s: there may be more."),
    "capitals-are-words": N_("All in capitals: «{word}» was searched as a word."),
    "no-words": N_("There is no word to search for in this query."),
    "whole-missing": N_("No page has all the words."),
}
#: a value is cut behind so many characters: a query may be one long word
_LONGEST = 60


def diagnostic(code: str, **values: object) -> Diagnostic:
    """A diagnostic of the closed list."""
    shown = {name: _short(value) for name, value in values.items()}
    return Diagnostic(code, Message(DIAGNOSTICS[code], shown))


def _short(value: object) -> object:
    if isinstance(value, str) and len(value) > _LONGEST:
        return value[:_LONGEST] + "…"
    return value

"""Grades of a quotation in words."""

from __future__ import annotations

from corpus.messages import N_
from index.quotations import Grade
from ui.i18n import Translator

_GRADES = {
    Grade.EXACT: N_("word for word"),
    Grade.SPELLING: N_("spelt differently"),
    Grade.INFLECTED: N_("in another grammatical form"),
    Grade.PARTIAL: N_("in part"),
}


def grade(value: Grade, words: Translator) -> str:
    """A grade as readers call it."""
    return words.gettext(_GRADES[value])

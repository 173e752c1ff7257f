"""The languages of both faces: gettext catalogues, read with the standard library alone.

The texts in the code are English and are the keys. A catalogue is ``locale/LANGUAGE/LC_MESSAGES/
opis.mo``, compiled from the ``.po`` beside it by ``scripts/messages``.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from corpus.messages import Message

#: Languages of the interface with their own names, in the order in which they are offered.
LANGUAGES = {"ru": "Русский", "kk": "Қазақша", "ky": "Кыргызча", "en": "English"}
DEFAULT = "ru"

_LOCALE = Path(__file__).parent / "locale"
#: Where POSIX says the language of messages stands, the strongest first.
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
#: Between thousands: a narrow space that does not break the line.
_THIN = "\u202f"


class Translator:
    """The words of one language; an untranslated text stays English."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = gettext.translation("opis", _LOCALE, languages=[language], fallback=True)

    def gettext(self, text: str) -> str:
        """Translate ``text``."""
        # The entry of the empty text is the catalogue's header.
        return self._catalogue.gettext(text) if text else ""

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Translate the form that ``n`` takes and put the number in for ``{n}``."""
        return self._catalogue.ngettext(one, many, n).format(n=self.number(n))

    def text(self, message: Message) -> str:
        """Translate what a room below has to say."""
        return message.text(self.gettext)

    def number(self, n: int) -> str:
        """Write ``n`` with its thousands set apart: «3 412», in English «3,412»."""
        return self.decimal(n, 0)

    def decimal(self, n: float, digits: int) -> str:
        """Write ``n`` with so many digits behind the comma: «3 412,5», in English «3,412.5»."""
        written = f"{n:,.{digits}f}"
        if self.language == "en":
            return written
        return written.translate({ord(","): _THIN, ord("."): ","})


def preferred(environment: Mapping[str, str] = os.environ) -> str:
    """Return the reader's language: ``OPIS_LANG``, else the locale's, else Russian.

    The locale «C» says nothing about a person's language and is passed over.
    """
    if environment.get("OPIS_LANG", "")[:2] in LANGUAGES:
        return environment["OPIS_LANG"][:2]
    for variable in _VARIABLES:
        for name in environment.get(variable, "").split(":"):
            language = name.partition("_")[0].partition(".")[0]
            if language in LANGUAGES:
                return language
    return DEFAULT


def lend() -> None:
    """Let libraries that ask gettext for their words, as Typer does, find them in our catalogues.

    They look for them in the language of the environment, so that becomes :func:`preferred`.
    """
    gettext.bindtextdomain("opis", _LOCALE)
    gettext.textdomain("opis")
    os.environ["LANGUAGE"] = preferred()


@lru_cache(maxsize=len(LANGUAGES) + 1)
def translator(language: str | None = None) -> Translator:
    """Return the words of ``language``, of :func:`preferred` if none is given."""
    return Translator(language or preferred())

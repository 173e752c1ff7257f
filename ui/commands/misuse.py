"""What was wrong with a command line, in the reader's words: Typer says it in English alone."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.messages import N_

_VALUE = r"""('.*?'|".*?")"""
#: Typer's sentences (0.28) and ours; what stands in them goes by its order
_SENTENCES = (
    (rf"No such command {_VALUE}\. Did you mean (.*)\?",
     N_("There is no command {0}; perhaps {1}.")),
    (rf"No such command {_VALUE}\.", N_("There is no command {0}.")),
    (r"Missing command\.", N_("Name a command.")),
    (r"No such option: (\S+) \(Possible options: (.*)\)",
     N_("This command does not know {0}; perhaps {1}.")),
    (r"No such option: (.*)", N_("This command does not know {0}.")),
    (r"Missing (?:argument|option|parameter) (.*?)\..*", N_("{0} is missing.")),
    (r"Invalid value for (.*?): (.*)", "{0}: {1}"),
    (rf"{_VALUE} is not a valid int(?:eger)?(?: range)?\.", N_("{0} is no whole number.")),
    (rf"{_VALUE} is not a valid float(?: range)?\.", N_("{0} is no number.")),
    (r"(\S+) is not in the range (.*)\.", N_("{0} is not in the range {1}.")),
    (rf"{_VALUE} is not one of (.*)\.", N_("in place of {0} one of these is needed: {1}.")),
    (rf"(?:File|Directory|Path) {_VALUE} does not exist\.", N_("{0} does not exist.")),
    (rf"(?:File|Directory|Path) {_VALUE} is a file\.", N_("{0} is a file, no folder.")),
    (rf"(?:File|Directory|Path) {_VALUE} is a directory\.", N_("{0} is a folder, no file.")),
    (rf"Option {_VALUE} requires .*", N_("{0} wants a value.")),
    (rf"Option {_VALUE} does not take a value\.", N_("{0} takes no value.")),
    (r"Got unexpected extra argument\(s\) \((.*)\)", N_("This is too much: {0}.")),
)  # fmt: skip


def said(sentence: str, translate: Callable[[str], str]) -> str:
    """Return a sentence of Typer's in the reader's language; one that is not known stays."""
    for pattern, ours in _SENTENCES:
        if m := re.fullmatch(pattern, sentence, re.DOTALL):
            values = [said(value, translate) for value in m.groups()]
            return translate(ours).format(*values)
    return sentence

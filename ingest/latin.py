"""Latin words on a page that is read by models that know Cyrillic letters only.

Such a model writes what it does not know with the letters of other peoples that look alike: «Тће
Сгеаї», «Іпѕ(іси(іоп». No Russian, Kazakh or Kyrgyz word has those, so a line that needs to be read
by the English model too is known by them, and the English model need not read the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.secondlook import Seen, same_places, sureness

#: Below this confidence a word may be another one.
UNSURE = 0.93
#: By so much surer must a model be to be preferred for a word.
SURER = 0.02
#: A line of which less than this share of the letters is surer in Cyrillic has none.
HARDLY = 0.15
#: So sure must the English model be of a word that might be Cyrillic, and of one that cannot be.
SURE, LIKELY = 0.9, 0.5
#: Letters of Serbs, Macedonians, Bashkirs …; a figure or a bracket between letters; a capital
#: behind a small one. («і» and «һ» are Kazakh too, but stand beside no bracket.)
_FOREIGN = re.compile(
    r"[^\W\d_а-яёәғқңөұүһіѣѳѵА-ЯЁӘҒҚҢӨҰҮҺІѢѲѴ]"
    r"|[^\W\d_][(){}$\d][^\W\d_]|[({$][һі]|[а-яёі][А-ЯЁ]"
)
_DOTTED = re.compile("[іһІҺ]")
#: Letters of Kazakh and Kyrgyz that are not Russian, but for those that look Latin.
TURKIC = re.compile("[әғқңөұүӘҒҚҢӨҰҮ]")


def looks_latin(line: Sequence[Seen]) -> bool:
    """Tell whether a line has an unsure word with letters that no word here has."""
    text = " ".join(word.text for word in line if word.confidence < UNSURE)
    return any(map(_foreign, line)) or bool(_DOTTED.search(text) and not TURKIC.search(text))


def _foreign(word: Seen) -> bool:
    return word.confidence < UNSURE and _FOREIGN.search(word.text) is not None


def with_latin(line: Sequence[Seen], english: Sequence[Seen]) -> list[Seen]:
    """Return the words of a line, those of the English model where it is surer of them.

    Where hardly a letter is surer in Cyrillic the line is Latin, and the English model has the
    word wherever it is as sure: the others are no less sure of «апа» than it is of «and».
    """
    places = list(same_places(line, english))
    leads = [sureness(theirs) - sureness(ours) if theirs else -1.0 for ours, theirs in places]
    sizes = [sum(word.characters for word in ours) for ours, _ in places]
    cyrillic = sum(size for size, lead in zip(sizes, leads, strict=True) if lead < -SURER)
    all_latin = cyrillic < HARDLY * sum(sizes)
    out: list[Seen] = []
    for (ours, theirs), lead in zip(places, leads, strict=True):
        if all_latin:
            better = lead > -SURER
        elif any(map(_foreign, ours)):
            better = lead > 0 and sureness(theirs) > LIKELY
        else:
            better = lead > SURER and sureness(theirs) > SURE
        out += _placed(theirs, line[0]) if better else ours
    return out


def _placed(words: Sequence[Seen], beside: Seen) -> list[Seen]:
    return [replace(word, block=beside.block, line=beside.line) for word in words]

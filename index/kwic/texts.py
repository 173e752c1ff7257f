"""What the texts around hits add to them: keys to sort and to fold by, and their forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from corpus import pages
from corpus.catalogue import Database
from index.analysis.tokens import tokens
from index.kwic import collating
from index.kwic.gathering import Hits, Numbers
from index.kwic.windows import Context, context

#: pages whose texts are read at a time
AT_ONCE = 256

Keys = npt.NDArray[np.bytes_]


@dataclass(frozen=True, slots=True)
class Texts:
    """Of some hits what their texts say, N of each, in the order in which they were given.

    ``left`` and ``right`` sort as the words on either side do, from the hit outwards; ``form`` is a
    place in ``forms``; ``said`` is the same number for two hits with the same text around them.
    """

    left: Keys
    right: Keys
    form: Numbers
    said: Numbers
    forms: Sequence[str]
    counts: Sequence[int]


def read(database: Database, hits: Hits, some: Numbers, window: int) -> Texts:
    """Read the texts around some hits, page by page, keeping keys of them only."""
    left, right = (np.zeros(len(some), f"S{collating.LONGEST}") for _ in range(2))
    forms: dict[str, int] = {}
    form, said = np.zeros(len(some), np.int64), np.zeros(len(some), np.int64)
    for i, around in enumerate(contexts(database, hits, some, window)):
        left[i] = collating.key(reversed(collating.words(around.left)))
        right[i] = collating.key(collating.words(around.right))
        form[i] = forms.setdefault(form_of(around.match), len(forms))
        whole = "\0".join((around.left, around.match, around.right)).encode()
        said[i] = int.from_bytes(blake2b(whole, digest_size=8).digest(), signed=True)
    counts = Counter(form.tolist())
    return Texts(left, right, form, said, [*forms], [counts[i] for i in range(len(forms))])


def contexts(database: Database, hits: Hits, some: Numbers, window: int) -> Iterator[Context]:
    """The contexts of some hits, in the order given; one whose reading is gone is empty."""
    known: Mapping[int, str] = {}
    for first in range(0, len(some), AT_ONCE):
        own = some[first : first + AT_ONCE]
        layers = hits.layer[own].tolist()
        kept = {layer: known[layer] for layer in {*layers} & known.keys()}
        known = kept | pages.texts(database, {*layers} - kept.keys())
        ranges = zip(layers, hits.start[own].tolist(), hits.end[own].tolist(), strict=True)
        for layer, start, end in ranges:
            yield context(known.get(layer, ""), start, end, window)


def form_of(match: str) -> str:
    """A hit as an exact match compares it: «лагерях», «труд заключенных»."""
    return " ".join(token.form for token in tokens(match)) or match.casefold()

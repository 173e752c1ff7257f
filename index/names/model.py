"""Names by a model for Russian, where it is installed: slovnet's, trained on news.

The model files lie in the package natasha, which is not imported. slovnet gives no confidence; here
it is the least posterior of the tags of a name, by the forward-backward algorithm over its CRF
(Rabiner 1989). It ranks and is no probability.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.names.mention import Kind

#: what the model is sure of to less than this is left out
LEAST = 0.6
_KINDS = {"PER": Kind.PERSON, "LOC": Kind.PLACE, "ORG": Kind.ORGANISATION}
_Scores = NDArray[np.float64]


class Guess(NamedTuple):
    """A name by the model: half-open code point offsets, kind, confidence in 0..1."""

    start: int
    end: int
    kind: Kind
    confidence: float


def is_installed() -> bool:
    """Whether the model and what reads it are there."""
    return _model() is not None


def guesses(text: str) -> Iterator[Guess]:
    """Yield the names that the model sees in a text, in order; none where it is not installed.

    The least of the confidences of its words is that of a name.
    """
    model = _model()
    if model is None or not text.strip():
        return
    from slovnet.token import tokenize

    tokens = list(tokenize(text))
    infer = model.infer
    crf, tags = infer.model.head.crf, infer.decoder.tags_vocab
    for batch in infer.encoder([[token.text for token in tokens]]):
        scores = infer.model(batch.word_id, batch.shape_id, batch.pad_mask)
        (path,) = crf.decode(scores, ~batch.pad_mask)
        sure = posteriors(scores[0][: len(path)], crf.transitions.array)
        yield from _joined(tokens, [tags.decode(tag) for tag in path], sure[range(len(path)), path])


def _joined(tokens: list[Any], tags: list[str], sure: _Scores) -> Iterator[Guess]:
    """Names of the tokens that begin («B-») and continue («I-») them."""
    at = 0
    while at < len(tags):
        end = at + 1
        if tags[at] != "O":
            while end < len(tags) and tags[end] == "I-" + tags[at][2:]:
                end += 1
            kind = _KINDS[tags[at][2:]]
            yield Guess(tokens[at].start, tokens[end - 1].stop, kind, float(sure[at:end].min()))
        at = end


def posteriors(scores: _Scores, transitions: _Scores) -> _Scores:
    """The probability of each tag of each token: (tokens, tags), from such scores.

    ``transitions`` (tags, tags) are the scores of one tag after another.
    """
    forward, backward = np.zeros_like(scores), np.zeros_like(scores)
    forward[0] = scores[0]
    for n in range(1, len(scores)):
        forward[n] = scores[n] + np.logaddexp.reduce(forward[n - 1][:, None] + transitions, axis=0)
    for n in range(len(scores) - 2, -1, -1):
        backward[n] = np.logaddexp.reduce(
            transitions + (scores[n + 1] + backward[n + 1])[None], axis=1
        )
    both = forward + backward
    out: _Scores = np.exp(both - np.logaddexp.reduce(both, axis=1)[:, None])
    return out


@cache
def _model() -> Any:
    """The model with its words, or None."""
    try:
        from navec import Navec
        from slovnet import NER

        found = {file.name: str(file.locate()) for file in files("natasha") or ()}
    except (ImportError, PackageNotFoundError):
        return None
    names, words = "slovnet_ner_news_v1.tar", "navec_news_v1_1B_250K_300d_100q.tar"
    if names not in found or words not in found:
        return None
    return NER.load(found[names]).navec(Navec.load(found[words]))

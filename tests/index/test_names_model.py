"""Names by a model: what it is asked and what becomes of its answers, with the model put aside."""

import numpy as np
import pytest

from corpus.reading import Line, Reading
from corpus.thesaurus import load
from index.names import Finder, Kind, Layer, model
from index.names.model import Guess, posteriors


def test_posteriors_are_those_of_all_paths() -> None:
    scores = np.array([[0.3, 1.2], [2.0, -0.5], [0.1, 0.4]])
    transitions = np.array([[0.7, -0.2], [0.0, 1.1]])
    paths = [(a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)]
    weights = {
        path: np.exp(
            sum(scores[n, tag] for n, tag in enumerate(path))
            + transitions[path[0], path[1]]
            + transitions[path[1], path[2]]
        )
        for path in paths
    }
    total = sum(weights.values())
    found = posteriors(scores, transitions)
    for n in range(3):
        for tag in (0, 1):
            share = sum(weight for path, weight in weights.items() if path[n] == tag) / total
            assert found[n, tag] == pytest.approx(share)


TEXT = "Работал Штукин у Карлага\nҚАЗАҚСТАН ТУРАЛЫ КІТАП"
LINES = (Line(0, 24, "ru"), Line(25, len(TEXT), "kk"))


def test_the_model_fills_gaps_in_russian_lines_only(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def guesses(text: str) -> list[Guess]:
        seen.append(text)
        return [
            Guess(0, 7, Kind.PERSON, 0.9),  # a gap
            Guess(17, 24, Kind.PERSON, 0.9),  # the thesaurus knows better
            Guess(15, 16, Kind.PLACE, 0.3),  # not sure enough
        ]

    monkeypatch.setattr(model, "guesses", guesses)
    found = Finder(load(), guess=True).find(Reading(TEXT, lines=LINES))
    assert seen == ["Работал Штукин у Карлага\n" + " " * (len(TEXT) - 25)]
    assert [m.surface for m in found if m.layer is Layer.MODEL] == ["Работал"]
    assert not [
        m for m in Finder(load()).find(Reading(TEXT, lines=LINES)) if m.layer is Layer.MODEL
    ]


@pytest.mark.skipif(not model.is_installed(), reason="the model for names is not installed")
def test_the_model_finds_names() -> None:
    (guess,) = model.guesses("В город приехал Сергей Петрович Королёв.")
    assert (guess.start, guess.kind) == (16, Kind.PERSON)
    assert model.LEAST < guess.confidence <= 1.001

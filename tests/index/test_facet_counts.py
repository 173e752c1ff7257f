"""Documents by the values that they bear: as wholes or by some of their pages or records."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedded.facet import Facet
from index.embedded.outcome import Chosen

OWNERS, DOCUMENTS, VALUES = 12, 12, ["а", "б", "в"]
BORNE = st.lists(st.sets(st.sampled_from(range(len(VALUES)))), min_size=OWNERS, max_size=OWNERS)
#: mostly one value each, as languages are
ALONE = st.lists(st.sampled_from([{0}, {0}, {0}, {1}]), min_size=OWNERS, max_size=OWNERS)
#: mostly several owners a document, at times few documents of many
DOCUMENT = st.integers(0, DOCUMENTS - 1).flatmap(
    lambda most: st.lists(st.integers(0, most), min_size=OWNERS, max_size=OWNERS)
)
MARKS = st.lists(st.booleans(), min_size=OWNERS, max_size=OWNERS)


@pytest.mark.parametrize("of_pages", [True, False])
@given(BORNE | ALONE, DOCUMENT, MARKS, MARKS)
def test_documents_are_counted_that_bear_a_value_by_a_marked_owner(
    of_pages: bool,
    borne: list[set[int]],
    document: list[int],
    live: list[bool],
    marks: list[bool],
) -> None:
    pairs = [(i, value) for i in range(OWNERS) if live[i] for value in sorted(borne[i])]
    owner, value = (np.array([pair[i] for pair in pairs], np.int64) for i in (0, 1))
    of = np.array(document)
    held = np.bincount(of[np.array(live)], minlength=DOCUMENTS)
    facet = Facet(VALUES, owner, value, of, held, of_pages=of_pages)
    marked = np.array(live) & np.array(marks)
    found = np.zeros(DOCUMENTS, bool)
    found[of[marked]] = True
    expected = {
        name: len(having)
        for n, name in enumerate(VALUES)
        if (having := {document[i] for i in np.flatnonzero(marked).tolist() if n in borne[i]})
    }
    assert facet.counts(Chosen.of(found), lambda: marked) == expected

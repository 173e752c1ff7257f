from __future__ import annotations

import numpy as np
import pytest
from sheets import scan

from ingest import prepare
from ingest.picture import Pixels, as_pixels

LINES = tuple("Лагерь разделен на четырнадцать отделений и лагпунктов" for _ in range(28))


@pytest.fixture(scope="module")
def page() -> Pixels:
    return as_pixels(np.asarray(scan(LINES)))


@pytest.mark.parametrize("angle", [-2.5, -1.0, 0.0, 0.7, 2.9])
def test_the_skew_of_a_scan_is_found(page: Pixels, angle: float) -> None:
    crooked = prepare.turned(page, prepare.turning(page, angle))
    assert prepare.skew(crooked, 200) == pytest.approx(-angle, abs=0.15)


@pytest.mark.parametrize("shape", [(2, 2), (30, 2000), (400, 300)])
def test_white_paper_of_any_size_is_level(shape: tuple[int, int]) -> None:
    assert prepare.skew(as_pixels(np.full(shape, 255)), 200) == 0.0


def test_a_shadow_on_the_paper_goes_and_the_print_stays(page: Pixels) -> None:
    shadow = np.linspace(0.35, 1.0, page.shape[1])
    even = prepare.even_paper(as_pixels(page * shadow), 200)
    paper, ink = page > 200, page < 60
    assert even[paper].mean() > 245 and np.ptp([even[:, x].mean() for x in (20, 1600)]) < 6
    assert even[ink].mean() < 90


def test_black_and_white(page: Pixels) -> None:
    sharp = prepare.black_and_white(page, 200)
    assert set(np.unique(sharp)) == {0, 255}
    assert (sharp[page < 60] == 0).mean() > 0.99 and (sharp[page > 200] == 255).mean() > 0.99


def test_specks_go(page: Pixels) -> None:
    specked = page.copy()
    specked[::40, ::40] = 0
    assert prepare.without_specks(specked)[::40, ::40].mean() > 200


def test_turning_back_leads_where_a_pixel_was(page: Pixels) -> None:
    matrix = prepare.turning(page, 2.0)
    there = matrix @ (700, 900, 1)
    assert prepare.inverse(matrix) @ (*there, 1) == pytest.approx((700, 900))

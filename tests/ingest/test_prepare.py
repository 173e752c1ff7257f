from __future__ import annotations

import numpy as np
import pytest
from sheets import scan

from ingest import prepare
from ingest.picture import Picture, Pixels, as_pixels

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


def test_weak_ink_becomes_as_dark_as_strong(page: Pixels) -> None:
    fading = np.linspace(0.25, 1.0, page.shape[1])
    weak = prepare.clean(as_pixels(255 - (255 - page.astype(float)) * fading), 200)
    dark = prepare.dark_ink(weak, 200)
    ink, left = page < 60, np.s_[:, :400]
    assert weak[left][ink[left]].mean() > 130
    assert dark[left][ink[left]].mean() < 90 and dark[page > 240].mean() > 235


def test_what_shows_through_goes_and_the_print_stays(page: Pixels) -> None:
    behind = 255 - (255 - page[:, ::-1].astype(float)) * 0.3
    both = as_pixels(np.minimum(page, behind))
    one, two = (prepare.faint_marks(prepare.clean(side, 200), 200) for side in (page, both))
    assert one < prepare.SHOWS_THROUGH < two
    seen, shows_through = prepare.prepared(Picture(both, 200))
    assert shows_through
    ink, back = page < 60, (behind < 200) & (page > 240)
    assert seen.pixels[ink].mean() < 60 and np.median(seen.pixels[back]) == 255


def test_grain_is_told_and_smoothed(page: Pixels) -> None:
    noise = np.random.default_rng(1).normal(0, 30, page.shape)
    noisy = as_pixels(np.clip(0.8 * page + noise, 0, 255))
    one, two = (prepare.grain(prepare.clean(side, 200)) for side in (page, noisy))
    assert one < prepare.NOISY < two
    seen, _ = prepare.prepared(Picture(noisy, 200))
    assert prepare.grain(seen.pixels) < 0.6 * two


@pytest.mark.parametrize(("dpi", "width"), [(600, 551), (300, 1103), (200, 1654), (70, 3308)])
def test_pages_are_read_at_one_resolution(page: Pixels, dpi: float, width: int) -> None:
    assert prepare.resized(Picture(page, dpi), prepare.READING_DPI).width == width


def test_specks_go(page: Pixels) -> None:
    specked = page.copy()
    specked[::40, ::40] = 0
    assert prepare.without_specks(specked)[::40, ::40].mean() > 200


def test_turning_back_leads_where_a_pixel_was(page: Pixels) -> None:
    matrix = prepare.turning(page, 2.0)
    there = matrix @ (700, 900, 1)
    assert prepare.inverse(matrix) @ (*there, 1) == pytest.approx((700, 900))

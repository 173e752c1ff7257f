"""What counts when words are compared, and what does not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.folding import exact, folded

letters = st.text(
    alphabet=st.one_of(
        st.sampled_from("АаЕеЁёЙйКкҚқІіҺһYyXxIiLlWwƏə\u0308\u0301\u00ad-‐¬ \n\f\u200b"),
        st.characters(),
    ),
    max_size=24,
)


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("ЛАГЕРЬ", "лагерь"),
        ("заключённый", "заключенный"),
        ("заключе\u0308нный", "заключенный"),  # ё of two characters, as some PDFs have it
        ("Кара-\nганды", "караганды"),  # a line end
        ("Кара¬\r\n  ганды", "караганды"),
        ("Кара\u00adганды", "караганды"),  # a soft hyphen
        ("исправительно‑трудовой", "исправительно-трудовой"),
        ("исправительно-трудовой", "исправительно-трудовой"),
        ("CССР", "ссср"),  # the first С is Latin
        ("HКВД", "нквд"),
        ("лaгepь", "лагерь"),
        ("iс", "іс"),  # Latin i in Kazakh
        ("YКІМЕТ", "үкімет"),  # Latin Y for Ү between Kazakh letters
        ("YПРАВЛЕНИЕ", "управление"),  # and for У elsewhere
        ("əкім", "әкім"),
        ("Gulag", "gulag"),
        ("Kаrlаg", "kаrlаg"),  # two Cyrillic а in a Latin word stay as they are
        ("XX-летие", "xx-летие"),  # a Roman numeral is Latin
        ("VKhV", "vkhv"),
        ("Қарағанды", "қарағанды"),
        ("№", "№"),
        ("½", "½"),
        ("", ""),
    ],
)
def test_exact(written: str, compared: str) -> None:
    assert exact(written) == compared


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Қарағанды", "караганды"),
        ("жұмыстарын", "жумыстарын"),
        ("үкімет", "укимет"),
        ("әкім", "аким"),
        ("жаңа", "жана"),
        ("қаһарман", "кахарман"),
        ("өнүктүрүү", "онуктуруу"),
        ("Ёлка", "елка"),
        ("бѣлый", "белый"),
        ("Karaganda", "karaganda"),
    ],
)
def test_folded(written: str, typed: str) -> None:
    assert folded(written) == typed


@given(letters)
def test_applying_it_twice_changes_nothing(word: str) -> None:
    assert exact(exact(word)) == exact(word)
    assert folded(folded(word)) == folded(word)


@given(letters)
def test_what_is_exactly_equal_is_equal_when_folded(word: str) -> None:
    assert folded(exact(word)) == folded(word)


@given(letters)
def test_the_result_is_in_nfc_and_has_nothing_invisible(word: str) -> None:
    assert unicodedata.is_normalized("NFC", exact(word))
    assert not {"\u00ad", "\u200b", "ё"} & set(exact(word))

"""English words of résumés and the stems under which a reader finds them."""

import pytest

from index.analysis.english import English
from index.analysis.positions import possible_languages

english = English()


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("camp", "camps"),
        ("convict", "convicted"),
        ("labour", "labours"),
        ("settlement", "settlements"),
        ("archive", "archives"),
        ("deportation", "deportations"),
        ("repress", "repressed"),
        ("history", "histories"),
    ],
)
def test_a_word_is_found_in_its_forms(query: str, form: str) -> None:
    assert english.lemmas(query)[0].text == english.lemmas(form)[0].text


@pytest.mark.parametrize("word", ["xvii", "résumé", "58", "a4"])
def test_what_is_no_english_word_stands_for_itself(word: str) -> None:
    assert [lemma.text for lemma in english.lemmas(word)] == [word]


@pytest.mark.parametrize(
    ("form", "languages"),
    [("camps", ("en",)), ("лагерь", ("ru", "kk", "ky")), ("58-10", ()), ("№", ())],
)
def test_letters_say_which_languages_a_word_may_be_in(
    form: str, languages: tuple[str, ...]
) -> None:
    assert possible_languages(form) == languages

"""What names of persons come to in the nominative; how many of the gold, tests/quality says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.names import candidate, headings
from index.names.declension import first_name_forms, surname_forms


@pytest.mark.parametrize(
    ("written", "heading"),
    [
        ("Гвоздевой Анне Ильиничне", "Гвоздева Анна Ильинична"),
        ("Петра Кузьмича Лебедева", "Лебедев Пётр Кузьмич"),
        ("Лебедева-Кумачева Игоря Павловича", "Лебедев-Кумачев Игорь Павлович"),
        ("Карася Лукьяна Фомича", "Карась Лукьян Фомич"),
        ("Стрельца Ивана Саввича", "Стрелец Иван Саввич"),
        ("Рыбки Анны Савельевны", "Рыбка Анна Савельевна"),
        ("Козловых Ирины Петровны", "Козловых Ирина Петровна"),
        ("Нечипоренко Виктору Григорьевичу", "Нечипоренко Виктор Григорьевич"),
        ("Ким Ивану Андреевичу", "Ким Иван Андреевич"),
        ("Бауэром Иоганном Фридриховичем", "Бауэр Иоганн Фридрихович"),
        ("Рабинович Сару Моисеевну", "Рабинович Сара Моисеевна"),
        ("Ивана Войтовича", "Войтович Иван"),  # no patronymic
        ("Тулегену\nОма-\nровичу", "Тулеген Омарович"),  # over line ends
        ("Утевского Б.С.", "Утевский Б. С."),
        ("М.К.Козыбаевым", "Козыбаев М. К."),
        ("Толстого Н. И.", "Толстой Н. И."),
        ("Ланиной А. В.", "Ланина А. В."),
        ("Льва Гумилёва", "Гумилёв Лев"),
        ("Зейнеп Омаровой", "Омарова Зейнеп"),
        ("Касымом Аманжоловым", "Аманжолов Касым"),
        ("Тохтасын Иминов", "Иминов Тохтасын"),
        ("Касым Тыныстан уулу", "Касым Тыныстан уулу"),
        ("Нурлана Әбілқайырұлының", "Нурлана Әбілқайырұлы"),
    ],
)
def test_a_name_has_one_heading(written: str, heading: str) -> None:
    assert headings(written) == (heading,)


@pytest.mark.parametrize(
    ("written", "candidates"),
    [
        ("Иванову С. Н.", {"Иванов С. Н.", "Иванова С. Н."}),
        ("А. Кенжебаева", {"Кенжебаев А.", "Кенжебаева А."}),
    ],
)
def test_where_gender_is_open_all_candidates_are_given(written: str, candidates: set[str]) -> None:
    assert set(headings(written)) == candidates


def test_a_woman_is_not_listed_under_a_mans_surname() -> None:
    assert headings("Иванова Мария Петровна") == ("Иванова Мария Петровна",)


@pytest.mark.parametrize(
    ("written", "heading"),
    [("Ахметов Сейітті", "Ахметов Сейіт"), ("Төлеген Жұмағалиевтің", "Жұмағалиев Төлеген")],
)
def test_the_ending_of_a_kazakh_line_stands_on_the_last_word(written: str, heading: str) -> None:
    assert headings(written, "kk") == (heading,)


def test_one_key_makes_candidates_of_a_full_name_and_initials() -> None:
    assert (
        candidate("Фёдоров Иван Ильич") == candidate("Федоров И. И.") != candidate("Федорова И. И.")
    )


@given(st.text("абвгИПсоеёнцкийыьҚұ-. \n'", max_size=40))
def test_every_string_has_a_heading(written: str) -> None:
    assert headings(written)
    assert all(isinstance(heading, str) for heading in headings(written))


def test_a_name_without_end_stays_as_it_is() -> None:
    assert headings("Иванов-" * 2000) == ("Иванов-" * 2000,)


@given(st.sampled_from(["Петров", "Мухин", "Левицкий", "Бурлак", "Коваль", "Зубко"]))
def test_a_surname_in_the_nominative_reads_as_itself(surname: str) -> None:
    assert any(form.name == surname and form.case == "nomn" for form in surname_forms(surname))
    assert first_name_forms(surname)

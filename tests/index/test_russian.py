"""Russian words and the lemmas under which a reader looks for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.folding import exact
from index.analysis.russian import Russian
from index.analysis.russian_words import declined
from index.analysis.tables import rows
from index.analysis.tokens import tokens

russian = Russian()


def texts(word: str) -> list[str]:
    return [lemma.text for lemma in russian.lemmas(exact(word))]


@pytest.mark.parametrize(
    ("word", "best"),
    [
        ("лагерях", "лагерь"),
        ("Карлага", "карлаг"),
        ("Карлаге", "карлаг"),
        ("Прорвлагом", "прорвлаг"),  # any camp in -лаг
        ("ГУЛАГу", "гулаг"),
        ("АЛЖИРа", "алжир"),
        ("Жезказгана", "жезказган"),
        ("Долинке", "долинка"),
        ("Майкудуке", "майкудук"),
        ("Спасска", "спасск"),
        ("Кенгире", "кенгир"),
        ("Костаная", "костанай"),
        ("Целинограде", "целиноград"),
        ("спецпереселенцев", "спецпереселенец"),
        ("трудпоселенцами", "трудпоселенец"),
        ("трудпосёлков", "трудпоселок"),
        ("лагпункту", "лагпункт"),
        ("оперчекистов", "оперчекист"),
        ("заключёнными", "заключенный"),
        ("зк", "зк"),
        ("ОЛПах", "олп"),
        ("УИТЛК", "уитлк"),
        ("исправительно-трудовых", "исправительно-трудовой"),
        ("Мирзояна", "мирзоян"),
        ("Сарсембаеву", "сарсембаев"),
    ],
)
def test_the_best_lemma(word: str, best: str) -> None:
    assert texts(word)[0] == best


@pytest.mark.parametrize(
    ("word", "lemmas"),
    [
        ("арестованный", {"арестованный", "арестовать"}),  # a person and the participle
        ("стрелка", {"стрелка", "стрелок"}),
        ("Турара", {"турар"}),  # no dictionary has him, nor says whether a man
        ("стали", {"стать", "сталь"}),
        ("Иванова", {"иванов"}),  # of Ivanov, or she is called so
        ("Голощёкина", {"голощекин"}),
        ("мыла", {"мыло", "мыть"}),
    ],
)
def test_all_plausible_lemmas(word: str, lemmas: set[str]) -> None:
    assert lemmas <= set(texts(word))


@pytest.mark.parametrize(
    ("word", "wrong"),
    [
        ("Карлага", "карлагой"),
        ("Жезказгана", "жезказгать"),
        ("Кокчетав", "кокчетать"),
        ("были", "быль"),
        ("заключённых", "заключить"),  # people, for whom nobody looks by the verb
        ("осуждённый", "осудить"),
        ("заключён", "заключенный"),
        ("осуждены", "осужденный"),
    ],
)
def test_what_is_no_lemma(word: str, wrong: str) -> None:
    assert wrong not in texts(word)


@pytest.mark.parametrize(
    "paradigm",
    [
        "Карлаг Карлага Карлагу Карлагом Карлаге",
        "АЛЖИР АЛЖИРа АЛЖИРу АЛЖИРом АЛЖИРе",
        "Жезказган Жезказгана Жезказгану Жезказганом Жезказгане",
        "Джезказган Джезказгана Джезказгане",
        "Караганда Караганды Караганде Караганду Карагандой",
        "Долинка Долинки Долинке Долинку Долинкой",
        "Балхаш Балхаша Балхашу Балхашом Балхаше",
        "лагерь лагеря лагерю лагерем лагере лагеря лагерей лагерям лагерями лагерях",
        "заключённый заключённого заключённому заключённым заключённом заключённые заключённых "
        "заключёнными заключённая заключённой заключённую",
        "заключить заключил заключила заключат заключён заключена заключив заключивший",
        "осудить осудил осудили осудят осуждён осуждены осудив",
        "спецпереселенец спецпереселенца спецпереселенцы спецпереселенцев спецпереселенцам",
        "трудармеец трудармейца трудармейцы трудармейцев трудармейцами",
        "спецпосёлок спецпосёлка спецпосёлки спецпосёлков спецпосёлках",
        "лаготделение лаготделения лаготделений лаготделениям",
        "оперчекист оперчекиста оперчекисты оперчекистов",
        "совхоз-лагерь",
        "сталь стали сталью",
        "расстрел расстрела расстрелы расстрелов расстрелами",
        "расстрелять расстрелял расстреляны расстреляли расстрелянных",
        "дело дела делу делом деле дел делам делами делах",
        "уполномоченный уполномоченного уполномоченному уполномоченные уполномоченных",
        "Голощёкин Голощёкина Голощёкину Голощёкиным Голощёкине",
        "Байтурсынов Байтурсынова Байтурсынову Байтурсыновым",
        "Чинчилов Чинчилова Чинчилову Чинчиловым",
    ],
)
def test_a_dictionary_form_finds_every_form(paradigm: str) -> None:
    query, *forms = paradigm.split()
    assert [form for form in forms if not set(texts(query)) & set(texts(form))] == []


def test_what_people_are_shown_keeps_its_dots() -> None:
    lemma = russian.lemmas("елки")[0]
    assert (lemma.text, lemma.headword) == ("елка", "ёлка")


@given(st.text(alphabet=st.one_of(st.sampled_from("абвгдежзилмнопрстуыьэюя-"), st.characters())))
def test_every_word_has_lemmas_best_first(word: str) -> None:
    word = exact(word)
    lemmas = russian.lemmas(word)
    weights = [lemma.weight for lemma in lemmas]
    assert lemmas
    assert sum(weights) <= 1
    assert weights == sorted(weights, reverse=True)
    assert len({lemma.text for lemma in lemmas}) == len(lemmas)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("Иванов", "Иванова", True),
        ("Иванов", "Ивановой", True),
        ("Бекмаханов", "Бекмаханова", True),  # no dictionary has him
        ("Кунаев", "Кунаевым", True),
        ("Ермекова", "Ермеков", True),
        ("Иван", "Иванович", False),
        ("Иван", "Иванов", False),
        ("Осип", "Осипов", False),
        ("Ивановна", "Иванович", False),
    ],
)
def test_names_that_find_each_other(one: str, other: str, shared: bool) -> None:
    assert bool(set(texts(one)) & set(texts(other))) == shared


@pytest.mark.parametrize(
    ("word", "lemmas"),
    [
        ("исправительнотрудовых", ["исправительнотрудовой"]),  # lost its hyphen at a line end
        ("учётнораспределительной", ["учетнораспределительный"]),
        ("хозлаготделением", ["хозлаготделение"]),  # a stump before a word of the table
        ("культвоспитработников", ["культвоспитработник"]),
        ("Карагандаугля", ["карагандауголь"]),
        ("30-х", ["30-й"]),
        ("еңбекпен", ["еңбекпен"]),  # not Russian
        ("camps", ["camps"]),
        ("ВКП(б)", ["вкп(б)"]),
        ("кпсс", ["кпсс"]),
        ("1931", ["1931"]),
    ],
)
def test_words_that_no_dictionary_has(word: str, lemmas: list[str]) -> None:
    assert texts(word) == lemmas


def test_the_table_declines_all_its_words() -> None:
    for row in rows("russian_words.tsv"):
        example = [token.form for token in tokens(row["example"])]
        lemma = row["lemma"].removeprefix("*")
        found = [text for word in example for text in texts(word) if text.endswith(lemma)]
        assert found, row
        if not row["lemma"].startswith("*"):
            likely = 1 if float(row["share"]) >= 0.5 else None
            assert row["lemma"] in texts(row["lemma"])[:likely], row


def test_a_word_must_end_like_the_one_it_is_declined_like() -> None:
    with pytest.raises(ValueError, match="«карлаг» does not end like «зона»"):
        declined("карлаг", "зона", lambda _: ["зоны", "зоне"])

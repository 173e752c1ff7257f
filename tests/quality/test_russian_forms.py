"""Which inflected Russian words of everyday documents a query in dictionary form finds."""

from __future__ import annotations

import tomllib
from pathlib import Path
from statistics import mean

import pymorphy3

from index.analysis.folding import exact
from index.analysis.russian import Russian

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors_russian.toml").read_text("utf-8"))

#: Words of everyday documents, whose forms the general dictionary gives.
DOCUMENT_WORDS = """
    лагерь этап карцер барак зона конвой надзиратель стрелок комендант начальник управление
    отделение участок колония тюрьма ссылка выселение кулак раскулачить репрессия арест арестовать
    приговор приговорить осудить статья срок освободить амнистия реабилитация бежать розыск норма
    паёк голод смертность болезнь врач труд рабочий шахта уголь совхоз урожай скот степь аул юрта
    кочевник заготовка хлеб план бригадир десятник ведомость рапорт донесение приказ постановление
    протокол указ письмо жалоба справка список дело фонд опись лист женщина ребёнок мать сирота
    семья муж изменник враг шпион священник мулла бай немец кореец чеченец восстание чекист прокурор
    суд тройка следователь допросить пытка расстрел расстрелять умереть могила строить дорога канал
    рудник комбинат лагерный тюремный политический карагандинский казахский посёлок жить содержаться
    заключить этапировать прибыть убыть получить выдать наказание
"""

#: Prisoners and convicts, whose forms are those of participles, are looked for as people only:
#: these forms are not expected under «заключить» and «осудить», see russian_words.tsv.
PEOPLE = ("заключенн", "осужденн")

russian = Russian()


def lemmas(word: str) -> set[str]:
    return {lemma.text for lemma in russian.lemmas(exact(word))}


def test_words_of_documents_are_found_in_all_forms_of_the_dictionary() -> None:
    dictionary = pymorphy3.MorphAnalyzer()
    missed, shares = [], []
    for query in DOCUMENT_WORDS.split():
        parse = next(p for p in dictionary.parse(query) if exact(p.normal_form) == exact(query))
        forms = {exact(form.word) for form in parse.lexeme}
        forms = {form for form in forms if not form.startswith(PEOPLE)}
        lost = sorted(form for form in forms if not lemmas(query) & lemmas(form))
        missed += [(query, form) for form in lost]
        shares.append(1 - len(lost) / len(forms))
    assert mean(shares) >= FLOORS["document_words"]["forms_found"], missed

from __future__ import annotations

import pytest

from ingest import gate
from ingest.letter_pairs import probability

RUSSIAN = """Актуальность темы обусловлена потребностью в исследованиях по истории репрессий и
использования труда заключенных в исправительно-трудовых лагерях на территории Казахстана."""
KAZAKH = """Қарағанды еңбекпен түзеу лагері 1931 жылы құрылды. Лагердің әкімшілік орталығы Қарағанды
қаласынан қырық бес шақырым жерде, Долинка ауылында орналасты."""
KYRGYZ = """Изилдөөнүн объектиси: 1930-жылдын аягы Казакстан аймагындагы эмгек-түзөтүү
лагерлериндеги кылмышкерлердин жумушчу күчүн колдонуу жана анын экономикалык маанисин изилдөө."""
ENGLISH = """The object of research is the use of the labour of prisoners in the corrective labour
camps of Kazakhstan from the beginning of the nineteen thirties to the middle of the fifties."""
GERMAN = """Die Verhandlungen über die Umsiedlung der Deutschen aus dem Wolgagebiet nach Kasachstan
wurden im Herbst geführt, und die Arbeiter wurden auf mehrere Gebiete verteilt."""
LIST = """1 Абдрахманов Сейткали 1897 58-10, 10 лет Акмолинск
2 Александрова Мария Петровна 1911 ЧСИР, 8 лет Ленинград
3 Ахметжанов Жусуп Каримович 1889 58-2, 58-11, 10 лет Семипалатинск"""

_ALPHABET = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_NEXT_LETTER = str.maketrans(_ALPHABET, _ALPHABET[1:] + "а")
_LOOKALIKES = str.maketrans("аеорсхукнтвм", "aeopcxyknTBM")


@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, KYRGYZ, ENGLISH, GERMAN, LIST])
def test_honest_text_passes(text: str) -> None:
    assert gate.judge(text, on_scan=True) is gate.TAKEN


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("", gate.NO_TEXT),
        ("12 / 34", gate.NO_TEXT),
        ("Scanned by CamScanner", gate.TOO_SHORT),
        ("(cid:1)(cid:2)(cid:3) (cid:4)" * 20, gate.MEANINGLESS),
        (RUSSIAN.replace("а", "\ue123"), gate.MEANINGLESS),
        (RUSSIAN.encode("cp1251").decode("latin-1"), gate.UNKNOWN_ALPHABET),
        ("\n".join(RUSSIAN), gate.SCATTERED),
        (RUSSIAN.translate(_LOOKALIKES), gate.MIXED),
        (RUSSIAN.lower().translate(_NEXT_LETTER), gate.IMPROBABLE),  # a wrong ToUnicode map
        ("qwzxr tgbkj plmnh vfrcd xswqz bgtyh nhymk jukil " * 4, gate.IMPROBABLE),
    ],
)
def test_rubbish_is_sent_to_ocr(text: str, verdict: gate.Verdict) -> None:
    assert gate.judge(text, on_scan=True) is verdict


def test_a_title_page_without_a_scan_may_be_short() -> None:
    assert gate.judge("Опись № 2", on_scan=False) is gate.TAKEN


def test_every_pair_of_letters_says_which_is_likelier() -> None:
    assert probability(["страна"]) > probability(["щъыьэю"])
    assert probability([]) == 0.0

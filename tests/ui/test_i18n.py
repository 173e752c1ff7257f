from __future__ import annotations

import importlib.machinery
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from corpus.messages import Message
from ui.i18n import LANGUAGES, preferred, translator

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """``scripts/messages`` as a module."""
    loader = importlib.machinery.SourceFileLoader("messages", str(ROOT / "scripts" / "messages"))
    spec = importlib.util.spec_from_loader("messages", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_compiled(script: ModuleType, language: str) -> None:
    words = script.merged(language, script.extracted())
    assert words.missing() == []
    po = script.catalogue_path(language)
    assert po.read_bytes() == words.po(), "run scripts/messages"
    assert po.with_suffix(".mo").read_bytes() == words.mo(), "run scripts/messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_fields_of_their_template(script: ModuleType, language: str) -> None:
    wrong = []
    for message in script.merged(language, script.extracted()):
        ids = [message.id] if isinstance(message.id, str) else [*message.id]
        texts = [message.string] if isinstance(message.string, str) else [*message.string]
        wanted = {frozenset(re.findall(r"\{\w*\}", i)) for i in ids}
        wrong += [t for t in texts if ids[0] and frozenset(re.findall(r"\{\w*\}", t)) not in wanted]
    assert wrong == []


def test_a_text_within_an_f_string_is_found(script: ModuleType) -> None:
    module = 'f"<p>{escape(_(\'Copy\'))}</p>"; words.ngettext("{n} hit", "{n} hits", n)'
    assert {*script.said(script.ast.parse(module))} == {"Copy", ("{n} hit", "{n} hits")}


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("ru", 1, "1 документ"),
        ("ru", 2, "2 документа"),
        ("ru", 5, "5 документов"),
        ("ru", 11, "11 документов"),
        ("ru", 21, "21 документ"),
        ("ru", 3412, "3\u202f412 документов"),
        ("kk", 1, "1 құжат"),
        ("kk", 14, "14 құжат"),
        ("ky", 2, "2 документ"),
        ("en", 1, "1 document"),
        ("en", 3412, "3,412 documents"),
    ],
)
def test_counts_take_the_right_form(language: str, n: int, said: str) -> None:
    assert translator(language).ngettext("{n} document", "{n} documents", n) == said


def test_hits_are_counted_as_a_reader_would_say_it() -> None:
    said = [translator("kk").ngettext("{n} hit", "{n} hits", 14)]
    said += [translator("ru").ngettext("{n} hit", "{n} hits", n) for n in (21, 22, 25)]
    assert said == ["14 рет кездеседі", "21 вхождение", "22 вхождения", "25 вхождений"]


def test_an_error_without_a_remedy_says_nothing_instead_of_the_catalogues_header() -> None:
    assert translator("ru").text(Message("")) == ""


def test_an_unknown_text_stays_as_it_is() -> None:
    assert translator("kk").gettext("nobody has translated this") == "nobody has translated this"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "ru"),
        ({"OPIS_LANG": "kk", "LANG": "ru_RU.UTF-8"}, "kk"),
        ({"OPIS_LANG": "ky_KG"}, "ky"),
        ({"OPIS_LANG": "de", "LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "ru"),  # says nothing about a person
        ({"LANGUAGE": "de:kk", "LANG": "en_US"}, "kk"),
        ({"LC_ALL": "ky_KG.UTF-8", "LANG": "ru_RU.UTF-8"}, "ky"),
    ],
)
def test_the_language_of_messages(environment: dict[str, str], language: str) -> None:
    assert preferred(environment) == language


def test_messages_need_neither_streamlit_nor_babel() -> None:
    code = (
        "import sys, ui.i18n; ui.i18n.translator('kk').gettext('Copied');"
        "print(sorted({m.partition('.')[0] for m in sys.modules} & {'streamlit', 'babel'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

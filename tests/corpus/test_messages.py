from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadDate, InputFailed, NotFound, OpisError
from corpus.messages import Message, visible

RUSSIAN = {"«{path}» is {kind}.": "«{path}»: это {kind}.", "a ZIP file": "архив ZIP"}


def russian(text: str) -> str:
    return RUSSIAN.get(text, text)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("дело_15.pdf", "дело_15.pdf"),
        ("\x1b[31mred", r"\u001b[31mred"),
        ("two\nlines", r"two\u000alines"),
        ("\u202efdp.exe", r"\u202efdp.exe"),  # right-to-left override
        ("\udcff", r"\udcff"),  # a byte of a file name that is not UTF-8
        ("line\u2028separator", r"line\u2028separator"),
    ],
)
def test_what_could_harm_a_terminal_is_made_visible(hostile: str, shown: str) -> None:
    assert visible(hostile) == shown
    assert str(Message("«{path}»", {"path": hostile})) == f"«{shown}»"


@given(st.text())
def test_a_message_is_one_harmless_line(text: str) -> None:
    shown = str(Message("{a}", {"a": text}))
    assert len(shown.splitlines()) <= 1
    assert not {c for c in shown if c < " " or "\x7f" <= c < "\xa0" or "\u202a" <= c <= "\u202e"}
    shown.encode()


def test_a_value_in_braces_is_no_field() -> None:
    assert str(Message("«{path}»", {"path": "{kind}"})) == "«{kind}»"


def test_a_sentence_within_a_sentence_is_translated_too() -> None:
    message = Message("«{path}» is {kind}.", {"path": "a.zip", "kind": Message("a ZIP file")})
    assert message.text(russian) == "«a.zip»: это архив ZIP."
    assert Message.from_json(message.to_json()).text(russian) == "«a.zip»: это архив ZIP."


@given(st.dictionaries(st.sampled_from("abc"), st.text() | st.integers()))
def test_the_catalogue_gives_back_what_it_was_given(values: dict[str, object]) -> None:
    template = " ".join(f"{{{name}}}" for name in values)
    message = Message(template, values)
    assert str(Message.from_json(message.to_json())) == str(message)


@pytest.mark.parametrize(("error", "code"), [(InputFailed, 1), (BadDate, 2), (NotFound, 3)])
def test_an_error_travels_from_a_worker_with_its_words(error: type[OpisError], code: int) -> None:
    sent = error("«{path}» is empty.", remedy="Copy {path} again.", path="a.pdf")
    came = pickle.loads(pickle.dumps(sent))  # noqa: S301 - our own, as through a worker's pipe
    assert (type(came), came.exit_code) == (error, code)
    assert (str(came), str(came.remedy)) == ("«a.pdf» is empty.", "Copy a.pdf again.")

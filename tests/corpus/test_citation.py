from __future__ import annotations

import pytest

from corpus.citation import pointer
from corpus.description import read_description
from corpus.documents import Document
from corpus.reference import Leaf, parse_leaf


def document(source_name: str = "scan_15.pdf", **keys: str) -> Document:
    description = read_description(keys)
    return Document("d2k7", "document", None, description, source_name, "2026-11-23T10:00:00Z")


ORDER = document(
    title="Приказ начальника Управления Карагандинского ИТЛ от 6 августа 1941 г. № 651",
    reference="ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 1–9",
)


@pytest.mark.parametrize(
    ("leaves", "end"),
    [
        (["3"], "Л. 3."),
        (["15а об."], "Л. 15а об."),
        (["14 об.", "15"], "Л. 14 об.–15."),
        (["3", "4", "5"], "Л. 3–5."),
        (["3", "7"], "Л. 3, 7."),
        (["7", "3"], "Л. 7, 3."),
        ([], "Л. ⟨?⟩."),  # never the number of the page
    ],
)
def test_a_leaf_is_cited_as_a_footnote(leaves: list[str], end: str) -> None:
    assert pointer(ORDER, [parse_leaf(leaf) for leaf in leaves]) == (
        "Приказ начальника Управления Карагандинского ИТЛ от 6 августа 1941 г. № 651 // "
        "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. " + end
    )


@pytest.mark.parametrize(
    ("keys", "cited"),
    [
        (
            {
                "author": "Розанов И. Н.",
                "title": "Как создавалась библиотека Исторического музея",
                "reference": "ГАРФ. Ф. А-513. Оп. 1. Д. 12",
            },
            "Розанов И. Н. Как создавалась библиотека Исторического музея // "
            "ГАРФ. Ф. А-513. Оп. 1. Д. 12. Л. 14.",
        ),
        (
            {
                "title": "Личное дело П. И. Болдина",
                "reference": "ЦГАИПД. Ф. 1728. Ед. хр. 537079.",
            },
            "Личное дело П. И. Болдина // ЦГАИПД. Ф. 1728. Ед. хр. 537079. Л. 14.",
        ),
        (
            {"author": "Иванов", "title": "Иванов. Письмо", "reference": "Ф. 1. Д. 2"},
            "Иванов. Письмо // Ф. 1. Д. 2. Л. 14.",
        ),
        ({"title": "История Карлага."}, "История Карлага."),  # stands in no archive
        ({}, "scan_15.pdf."),
        (
            {"title": "Приказ", "reference": "Ф. 1. Д. 2", "note": "Учебный образец; выдуман"},
            "Приказ // Ф. 1. Д. 2. Л. 14. [учебный образец]",
        ),
    ],
)
def test_what_is_cited_of_a_document(keys: dict[str, str], cited: str) -> None:
    assert pointer(document(**keys), [Leaf(14)]) == cited

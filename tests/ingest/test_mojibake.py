from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.demo.source import originals
from ingest.mojibake import CONFUSIONS, Confusion, mended

TREEBANKS = Path(__file__).parents[2].parent / "shared" / "gold"
#: Pages of the demo, as they are written.
PAGES = [page.truth.split("\n") for original in originals() for page in original.pages]
#: Languages that no table knows, with letters that are other letters' bytes.
STRANGERS = [
    "Die Verhandlungen über die Umsiedlung der Deutschen wurden im Herbst geführt; Maße, Größen",
    "Les détenus étaient transférés à l’été vers les chantiers où régnait une extrême misère",
    "Zesłańcy żyli w ziemiankach, ciężko pracując przy budowie kolei; źródła są nieliczne",
    "Її було переведено з табору; є відомості про її подальшу долю, ґрунтовні свідчення",
    "Qazaƣьstan eꞑʙekciler məⱬilisi: ƣьlьm, өner, oquv isi tuvralь",
    "Þessi bók er um ævi þeirra sem lifðu af; öll él birtir upp um síðir",
    "╔════════╦════════╗\n║ ------ ║ ────── ║\n╚════════╩════════╝",
    "± 15 °C, 20 × 30 м², § 5, № 17 — «Степной путь»",
]


def taken_for(text: str, confusion: Confusion) -> str:
    """``text`` as a program shows it that mistakes its encoding."""
    seen, meant = confusion
    if seen == "symbol":
        return "".join(chr(0xF000 + byte) for byte in text.encode(meant))
    name = "cp1252" if seen == "western" else seen
    return "".join(
        c if c < "\x80" else "".join(bytes([b]).decode(name, "ignore") or chr(b) for b in code)
        for c in text
        for code in [c.encode(meant)]
    )


def encodable(page: list[str], confusion: Confusion) -> list[str]:
    out = []
    for line in page:
        try:
            line.encode(confusion[1])
        except UnicodeEncodeError:
            continue
        out.append(line)
    return out


@pytest.mark.parametrize("confusion", CONFUSIONS)
def test_a_page_in_a_wrong_encoding_is_put_right(confusion: Confusion) -> None:
    """A line of a few letters may be lost: of «СССР;» nobody can say what it is."""
    lines = right = 0
    for page in PAGES:
        page = encodable(page, confusion)
        mine = mended([taken_for(line, confusion) for line in page])
        assert mine.encoding == confusion[1] or sum(map(len, page)) < 300
        lines += len(page)
        right += sum(a == b for a, b in zip(mine.lines, page, strict=True))
    assert right >= 0.98 * lines


@given(st.sampled_from(PAGES), st.sampled_from(CONFUSIONS), st.sampled_from(CONFUSIONS), st.data())
def test_lines_in_several_encodings_are_put_right_beside_good_ones(
    page: list[str], one: Confusion, other: Confusion, data: st.DataObject
) -> None:
    long = [x for x in encodable(encodable(page, one), other) if sum(map(str.isalpha, x)) >= 30]
    kinds = data.draw(st.lists(st.sampled_from([None, one, other]), max_size=len(long)))
    garbled = [
        line if kind is None else taken_for(line, kind)
        for line, kind in zip(long, kinds, strict=False)
    ]
    assert mended(garbled).lines == long[: len(kinds)]


@pytest.mark.parametrize("lines", [*PAGES, *(stranger.split("\n") for stranger in STRANGERS)])
def test_good_text_stays_as_it_is(lines: list[str]) -> None:
    assert mended(lines).lines == lines and not mended(lines).encoding


@pytest.mark.skipif(not TREEBANKS.is_dir(), reason="the treebanks are not beside the repository")
@pytest.mark.parametrize("name", ["kk_ktb-ud-train.conllu", "ky_ktmu-ud-train.conllu"])
def test_good_sentences_stay_as_they_are(name: str) -> None:
    text = (TREEBANKS / name).read_text("utf-8")
    sentences = [line[9:] for line in text.split("\n") if line.startswith("# text = ")]
    assert len(sentences) > 30 and not mended(sentences).encoding
    assert not any(mended([sentence]).encoding for sentence in sentences)


@given(st.text(), st.text(alphabet=st.characters(codec="cp1251")))
def test_chance_is_never_taken_for_text(one: str, other: str) -> None:
    for lines in (one.split("\n"), other.split("\n")):
        assert mended(lines).lines == lines

"""IIIF manifests as the schema has them: canvases by leaves, images from the pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from exports import HEIGHT, WIDTH, document, excerpts, made, page, reading
from jsonschema.validators import validator_for

from corpus.export import About, Excerpt, Site

SCHEMA = Path(__file__).parents[2].parent / "shared" / "schemas" / "iiif" / "iiif_3_0.json"
EXAMPLES = SCHEMA.parents[1] / "examples"
HOSTILE = '<img src=x> & "\x1b[31m" ]]> \u202eьрегал &amp; \x00'
SITE = Site("https://archive.example/opis")


def manifest(some: list[Excerpt], about: About | None = None) -> Any:
    return json.loads(made("iiif", some, about or About(site=SITE)))


def faults(told: Any) -> list[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return [error.message for error in validator_for(schema)(schema).iter_errors(told)]


SAMPLES = {
    "several pages": excerpts(reading("О РЕЖИМЕ"), None, reading("барак")),
    "hostile": excerpts(reading(HOSTILE), about=document(title=HOSTILE, author=HOSTILE)),
    "undescribed": excerpts(None, about=document(source=f"{HOSTILE}.pdf")),
    "dated": excerpts(None, about=document(title="Приказ", date="193X", kind="приказ")),
    "open at its beginning": excerpts(None, about=document(date="../1935")),
    "plain text": [Excerpt(document(title="Текст"), page(size=(0, 0)))],
}


@pytest.mark.skipif(not SCHEMA.is_file(), reason="../shared with the schemas is not here")
@pytest.mark.parametrize("sample", SAMPLES)
def test_what_is_written_is_valid(sample: str) -> None:
    assert faults(manifest(SAMPLES[sample])) == []
    assert faults(manifest(SAMPLES[sample], About())) == []


@pytest.mark.skipif(not SCHEMA.is_file(), reason="../shared with the schemas is not here")
def test_the_schema_finds_what_is_wrong() -> None:
    broken = json.loads((EXAMPLES / "iiif-broken" / "broken_service.json").read_text())
    assert faults(broken)


def test_a_canvas_for_each_page_as_large_as_its_image() -> None:
    told = manifest(SAMPLES["several pages"])
    assert told["id"] == "https://archive.example/opis/iiif/d2k7aaaaaaaaa/manifest.json"
    sizes = {(canvas["width"], canvas["height"]) for canvas in told["items"]}
    assert sizes == {(WIDTH, HEIGHT)}
    (painting,) = told["items"][1]["items"][0]["items"]
    assert painting["target"] == told["items"][1]["id"]
    assert painting["body"] == {
        "id": "https://archive.example/opis/img/page/d2k7aaaaaaaaa/2.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": WIDTH,
        "height": HEIGHT,
    }


def test_canvases_are_called_by_leaves_and_never_as_if_a_number_were_one() -> None:
    about = document(title="Приказ")
    some = [Excerpt(about, page(1, "14 об.", "15")), Excerpt(about, page(2))]
    labels = [canvas["label"] for canvas in manifest(some)["items"]]
    assert labels == [{"none": ["Л. 14 об., 15"]}, {"ru": ["page 2"]}]


def test_what_has_no_image_links_to_its_text() -> None:
    (canvas,) = manifest(SAMPLES["plain text"])["items"]
    assert canvas["items"] == []
    assert canvas["rendering"][0]["id"].endswith("/file/d2k7aaaaaaaaa/1.txt")


def test_how_it_must_be_named_stands_in_it() -> None:
    some = excerpts(None, about=document(title="Приказ", reference="ГА РФ. Ф. Р-9414. Оп. 1. Д. 7"))
    told = manifest(some)
    assert told["requiredStatement"]["value"] == {
        "none": ["Приказ // ГА РФ. Ф. Р-9414. Оп. 1. Д. 7."]
    }
    assert {
        "label": {"ru": ["reference"]},
        "value": {"none": ["ГА РФ. Ф. Р-9414. Оп. 1. Д. 7."]},
    } in (told["metadata"])

"""Headings are confirmed, named, checked, merged and split, in the collection's own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import history
from corpus.collection import THESAURUS, Collection, create_collection
from corpus.errors import BadUse, Conflict, NotFound
from corpus.thesaurus import BadThesaurus, Concept, Label, Role, Type, load
from corpus.thesaurus.checking import problems
from corpus.thesaurus.editing import confirm, merge, rename, source, split
from corpus.thesaurus.overlay import revision
from corpus.undoing import undo


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


def names(collection: Collection, id: str) -> dict[str, str]:
    """The names of a concept with the role of each: «ru Карлаг» → «alt»."""
    own = load(collection).concepts[id].labels
    return {f"{one.lang} {one.text}": str(one.role) for one in own}


def said(collection: Collection) -> list[str]:
    """What is wrong with the thesaurus."""
    return [str(one) for one in problems(load(collection))]


def test_a_confirmed_name_is_a_heading_that_archivists_vouch_for(collection: Collection) -> None:
    id = confirm(collection, "Жаркуль", Type.PLACE, "ru")
    found = load(collection).concepts[id]
    assert found == Concept(
        id, Type.PLACE, labels=(Label("ru", Role.PREF, "Жаркуль", "archivists"),)
    )
    assert found.labels[0].is_checked
    assert said(collection) == []


def test_a_name_may_be_confirmed_as_one_of_a_known_heading(collection: Collection) -> None:
    assert confirm(collection, "КарЛагерь", Type.CAMP, "ru", into="camp-karlag") == "camp-karlag"
    assert names(collection, "camp-karlag")["ru КарЛагерь"] == "alt"
    written = (collection.path / THESAURUS).read_text(encoding="utf-8")
    confirm(collection, "Карлаг", Type.CAMP, "ru", into="camp-karlag")  # has it already
    assert (collection.path / THESAURUS).read_text(encoding="utf-8") == written


def test_two_headings_of_a_type_do_not_bear_one_name(collection: Collection) -> None:
    with pytest.raises(BadThesaurus, match="camp-karlag"):
        confirm(collection, "карлаг", Type.CAMP, "ru")
    assert not (collection.path / THESAURUS).exists()


@pytest.mark.parametrize("name", ["", "  ", "два  пробела", "строка\nстрока"])
def test_what_is_no_name_is_refused(collection: Collection, name: str) -> None:
    with pytest.raises(BadThesaurus):
        confirm(collection, name, Type.PLACE, "ru")
    assert not (collection.path / THESAURUS).exists()


@pytest.mark.parametrize(
    "name", ['"}', "- id: camp-karlag", "{{x}}", "<b>Жаркуль</b>", "#", "a: b", "\\u0041", "да\\"]
)
def test_a_name_is_a_text_whatever_it_looks_like(collection: Collection, name: str) -> None:
    id = confirm(collection, name, Type.PLACE, "ru")
    assert [one.text for one in load(collection).concepts[id].labels] == [name]
    assert names(collection, "camp-karlag")["ru Карлаг"] == "alt"


def test_comments_and_what_was_written_by_hand_stay(collection: Collection) -> None:
    file = collection.path / THESAURUS
    file.write_text("# ours\n- source: fond-1\n  title: Ф. 1", encoding="utf-8")
    confirm(collection, "Жаркуль", Type.PLACE, "ru")
    assert file.read_text(encoding="utf-8").startswith("# ours\n- source: fond-1\n  title: Ф. 1\n")


def test_a_name_is_marked_checked_with_its_source(collection: Collection) -> None:
    (label,) = (one for one in load().concepts["camp-karlag"].labels if one.text == "Қарлаг")
    assert not label.is_checked
    basis = source(load(collection), "ГА РФ. Ф. Р-9414")
    new = Label("kk", Role.ALT, "Қарлаг", basis.id)
    rename(collection, "camp-karlag", ("kk", "Қарлаг"), new, source=basis)
    known = load(collection)
    assert new in known.concepts["camp-karlag"].labels
    assert known.sources[basis.id].title == "ГА РФ. Ф. Р-9414"
    assert source(known, " ГА РФ.  Ф. Р-9414 ") == basis
    assert said(collection) == []


def test_a_basis_that_nobody_knows_is_refused(collection: Collection) -> None:
    with pytest.raises(BadThesaurus, match="fond-9"):
        new = Label("kk", Role.ALT, "Қарлаг", "fond-9")
        rename(collection, "camp-karlag", ("kk", "Қарлаг"), new)


def test_another_heading_and_another_spelling(collection: Collection) -> None:
    rename(collection, "camp-karlag", ("ru", "Карлаг"), Label("ru", Role.PREF, "КАРЛАГ"))
    own = names(collection, "camp-karlag")
    assert own["ru КАРЛАГ"] == "pref"
    assert own["ru Карагандинский исправительно-трудовой лагерь"] == "alt"
    assert "ru Карлаг" not in own
    assert said(collection) == []


def test_where_the_heading_goes_another_name_takes_its_place(collection: Collection) -> None:
    rename(collection, "camp-karlag", ("kk", "Қарағанды еңбекпен түзеу лагері"), None)
    assert names(collection, "camp-karlag")["kk Қарлаг"] == "pref"


def test_the_last_name_stays(collection: Collection) -> None:
    id = confirm(collection, "Жаркуль", Type.PLACE, "ru")
    with pytest.raises(BadThesaurus):
        rename(collection, id, ("ru", "Жаркуль"), None)
    with pytest.raises(NotFound):
        rename(collection, id, ("ru", "Жаркөл"), None)


def test_merged_headings_are_one_under_all_their_names(collection: Collection) -> None:
    id = confirm(collection, "Долинский лагерь", Type.CAMP, "ru")
    merge(collection, id, "camp-karlag")
    known = load(collection)
    assert known.concepts[id].replaced_by == "camp-karlag"
    assert known.current(id) == known.concepts["camp-karlag"]
    assert [one.id for one in known.named("долинский лагерь")] == ["camp-karlag"]
    assert names(collection, "camp-karlag")["ru Долинский лагерь"] == "alt"
    assert said(collection) == []


def test_what_stood_below_a_merged_heading_stands_below_the_other(collection: Collection) -> None:
    below = {one.id for one in load().narrower("agency-gulag")}
    assert below
    id = confirm(collection, "Главное управление мест заключения", Type.AGENCY, "ru")
    merge(collection, "agency-gulag", id)
    known = load(collection)
    assert {one.id for one in known.narrower(id)} >= below - {id}
    assert known.narrower("agency-gulag") == ()
    assert said(collection) == []


@pytest.mark.parametrize(("one", "other"), [
    ("camp-karlag", "camp-karlag"),
    ("camp-karlag", "place-astana"),
])  # fmt: skip
def test_what_cannot_be_one_is_not_merged(collection: Collection, one: str, other: str) -> None:
    with pytest.raises(BadThesaurus):
        merge(collection, one, other)


def test_a_heading_is_split(collection: Collection) -> None:
    went = [("ru", "Карагандинский лагерь"), ("kk", "Қарағанды лагері")]
    id = split(collection, "camp-karlag", went)
    assert names(collection, id) == {
        "ru Карагандинский лагерь": "pref",
        "kk Қарағанды лагері": "pref",
    }
    known = load(collection)
    assert known.concepts[id].broader == known.concepts["camp-karlag"].broader
    assert "ru Карагандинский лагерь" not in names(collection, "camp-karlag")
    assert [one.id for one in known.named("карагандинский лагерь")] == [id]
    assert said(collection) == []


def test_split_and_merged_again_it_has_all_its_names(collection: Collection) -> None:
    before = set(names(collection, "camp-karlag"))
    id = split(collection, "camp-karlag", [("ru", "Карлаг"), ("en", "Karlag")])
    merge(collection, id, "camp-karlag")
    assert set(names(collection, "camp-karlag")) == before
    assert said(collection) == []


@pytest.mark.parametrize("all_of_them", [True, False])
def test_some_names_go_and_some_stay(collection: Collection, all_of_them: bool) -> None:
    own = load().concepts["camp-karlag"].labels
    went = [(one.lang, one.text) for one in own] if all_of_them else []
    with pytest.raises(BadThesaurus):
        split(collection, "camp-karlag", went)


def test_what_has_changed_meanwhile_is_not_written_over(collection: Collection) -> None:
    seen = revision(collection)
    confirm(collection, "Жаркуль", Type.PLACE, "ru", against=seen)
    written = (collection.path / THESAURUS).read_bytes()
    with pytest.raises(Conflict):
        confirm(collection, "Сарыкуль", Type.PLACE, "ru", against=seen)
    assert (collection.path / THESAURUS).read_bytes() == written
    confirm(collection, "Сарыкуль", Type.PLACE, "ru", against=revision(collection))


def test_a_broken_file_is_left_as_it_is(collection: Collection) -> None:
    (collection.path / THESAURUS).write_text("- id: [", encoding="utf-8")
    with pytest.raises(BadThesaurus):
        confirm(collection, "Жаркуль", Type.PLACE, "ru")
    assert (collection.path / THESAURUS).read_text(encoding="utf-8") == "- id: ["


def test_the_history_tells_of_every_name(collection: Collection) -> None:
    with history.acting("Айгүл"):
        id = confirm(collection, "Жаркуль", Type.PLACE, "ru")
        rename(collection, id, ("ru", "Жаркуль"), Label("ru", Role.PREF, "Жаркуль", "rbc-2022"))
    with collection.catalogue() as database:
        later, first = history.events(database, id)
        assert (later.who, later.deed) == ("Айгүл", history.Deed.NAMED)
        assert [(c.field, c.before, c.after) for c in later.changes] == [
            ("name", "Жаркуль (ru, pref, archivists)", "Жаркуль (ru, pref, rbc-2022)")
        ]
        assert ("type", "", "place") in [(c.field, c.before, c.after) for c in first.changes]
        with pytest.raises(BadUse):
            undo(database, id)


def test_what_is_refused_leaves_no_event(collection: Collection) -> None:
    with pytest.raises(BadThesaurus):
        merge(collection, "camp-karlag", "place-astana")
    with collection.catalogue() as database:
        assert history.events(database) == []

"""Names that the words beside them call places, whether or not a gazetteer has them. All texts are our own."""

from __future__ import annotations

import pytest

from monitor.detection.lexicon import read_tsv
from monitor.detection.places.named import Sort, in_title_case, named_places
from monitor.detection.places.unlisted import unlisted_places
from monitor.detection.text import Text
from monitor.detection.where import find_toponyms
from monitor.domain.document import Document

CALLED = [
    ("Raiders torched huts in the village of Zurrako before dawn.", "Zurrako", "Zurrako", Sort.SETTLEMENT),
    ("They came at night to Zurrako village on motorbikes.", "Zurrako village", "Zurrako", Sort.SETTLEMENT),
    ("He was shot in Barangay Malubog on his way home.", "Barangay Malubog", "Malubog", Sort.SETTLEMENT),
    ("Two died in Oshimba Local Government Area on Friday.", "Oshimba Local Government Area", "Oshimba", Sort.UNIT),
    ("Shells hit Marketa district overnight.", "Marketa district", "Marketa", Sort.UNIT),
    ("A man was knifed in the Vellona neighbourhood today.", "Vellona neighbourhood", "Vellona", Sort.QUARTER),
    ("Drones hit Moscow's Lefontino district again.", "Lefontino district", "Lefontino", Sort.UNIT),
    ("A bomb went off at Larchmere Middle School on Monday.", "Larchmere Middle School", "Larchmere", Sort.SITE),
    ("Rockets fell near Tamuk airport at noon.", "Tamuk airport", "Tamuk", Sort.SITE),
    ("He was stabbed on Rue Garibert in daylight.", "Rue Garibert", "Garibert", Sort.STREET),
    ("She was shot in the 300 block of Oakum Street.", "300 block of Oakum Street", "Oakum Street", Sort.STREET),
    ("It happened in the 400 block of Plum Avenue Tuesday night.", "400 block of Plum Avenue", "Plum Avenue", Sort.STREET),
    ("They rode along County Road 118 when shots rang out.", "County Road 118", "118", Sort.STREET),
]


def _named(sentence: str) -> list[tuple[str, str, Sort]]:
    text = Text(Document(id="t", title="", text=sentence))
    found = [n for s in text.sentences for n in named_places(text, s) if n.sort is not Sort.BARE]
    return [(text.full[n.start : n.end], n.name, n.sort) for n in found]


@pytest.mark.parametrize(("sentence", "phrase", "name", "sort"), CALLED)
def test_the_words_beside_a_name_say_what_place_it_is(sentence: str, phrase: str, name: str, sort: Sort) -> None:
    """The phrase is found with its telling word, the name without it."""
    assert (phrase, name, sort) in _named(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "He appeared in a Russian court on Tuesday.",
        "The Hospital was full by noon.",
        "Two embassy guards were hurt.",
        "Islamic State fighters fled.",
        "They burned a Fulani village at dawn.",
        "Katyushas fell near the airfield.",
        "Inmates rioted in California's prison system.",
    ],
)
def test_whose_it_is_and_how_many_are_is_no_name(sentence: str) -> None:
    """A nationality, a people, a number or an owner before the word makes no place's name of it."""
    assert _named(sentence) == []


def test_a_court_is_a_body() -> None:
    """A court is told from a street of that name, so that nothing is put there."""
    assert [sort for _, _, sort in _named("She stood before Marlow County Circuit Court.")] == [Sort.BODY]
    assert [sort for _, _, sort in _named("He was shot on Marlow Court.")] == [Sort.STREET]


def test_a_headline_in_capitals_names_none() -> None:
    """Where most words have a capital, one says nothing."""
    assert in_title_case("Gunmen Storm Larchmere Middle School Near Border", 0.65)
    assert not in_title_case("Gunmen storm school near Larchmere on Friday", 0.65)


def _unlisted(body: str) -> list[str]:
    text = Text(Document(id="t", title="", text=body))
    found = unlisted_places(text, find_toponyms(text), range(len(text.sentences)))
    return [u.toponym.text for u in found if u.sort in (Sort.BARE, Sort.SETTLEMENT)]


@pytest.mark.parametrize(
    ("body", "towns"),
    [
        ("Gunmen killed nine people at Zurrako on Monday. Police in Sokoto said so. Nigeria mourns.", ["Zurrako"]),
        ("A mine blew up near Zurrako in Zamfara, Nigeria.", ["Zurrako"]),
        ("The army raided Zurrako before dawn, Nigeria said.", ["Zurrako"]),
        ("Residents of Zurrako in Oshimba County fled. Nigeria sent troops.", ["Zurrako"]),
        # Surnames, years, months, acronyms, organisations and owners are none.
        ("Nine died in Nigeria. In 2019, nobody fired at Joel Adeyo. A man parked near Adeyo on Monday.", []),
        ("Nine died in Nigeria. Anger rose in Zurrako's killing.", []),
        ("Nine died in Nigeria. He spoke at UNODC, he said.", []),
        # In local news of America "at" stands before shops and streets.
        ("Two died in Ohio. He worked at Zurrako, police in Dayton said.", []),
        ("Two died in a house in Zurrako, police in Dayton, Ohio said.", ["Zurrako"]),
        ("Two died in the 20 block of Elvar near Zurrako, police in Dayton, Ohio said.", []),
    ],
)
def test_bare_names_are_towns_where_the_grammar_says_so(body: str, towns: list[str]) -> None:
    """A name that no list has is a town after a preposition of place, before a pause or its region."""
    assert _unlisted(body) == towns


def test_a_text_without_a_known_place_has_no_unlisted_one() -> None:
    """A village lies in the country of the text; where that is not known it is no place of ours."""
    assert _unlisted("Gunmen killed nine people in the village of Zurrako.") == []


def test_kinds_of_the_table_are_known() -> None:
    """Each row names a sort and a position."""
    kinds = {kind for kind, _ in read_tsv("places_sites.tsv")} - {"people"}
    assert {kind.partition("_")[0] for kind in kinds} <= {sort.value for sort in Sort}
    assert {kind.partition("_")[2] for kind in kinds} == {"after", "before", "of", "large"}

"""Proves that cheap signs tell English and Polish, and that what lacks them is left to py3langid."""

import pytest

from monitor.detection import language
from monitor.domain.document import Document


def _identified(monkeypatch: pytest.MonkeyPatch, title: str) -> str:
    """The language told, with "asked" for whatever py3langid would be asked about."""
    monkeypatch.setattr(language, "_identify", lambda _: "asked")
    return language.find_language(Document(id="1", title=title, text=""))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Zażalenie prokuratury: sąd podjął decyzję, oskarżony wróci dziś do więzienia", "pl"),
        ("Łódź: wieczorem zamknięto szkołę, ponieważ pękła rura", "pl"),
        ("Two die as ferry runs aground near the harbour", "en"),
        ("Łódź mayor visits Gdańsk and meets the head of the port in Świnoujście for talks on a new quay", "en"),
        ("Bauarbeiten auf der Strecke dauern bis in den Herbst hinein, teilte das Amt mit", "asked"),
        ("Policajti v Praze hledají svědky nehody, ke které došlo včera ráno", "asked"),
        ("Policija traži svjedoke nesreće na cesti kod mjesta Šibenik u nedjelju navečer", "asked"),
        ("Mecz w sobotę, bilety od jutra do kupienia tylko w klubie albo na stadionie", "asked"),
    ],
)
def test_sure_signs_tell_a_language(monkeypatch: pytest.MonkeyPatch, title: str, expected: str) -> None:
    """Letters that hardly another language has tell Polish; too few of them, or other letters, do not."""
    assert _identified(monkeypatch, title) == expected

"""One phrase that counts people of one fate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monitor.detection.figures.people import People
from monitor.detection.figures.quantity import Form
from monitor.domain.detection import Group


class Fate(StrEnum):
    """What became of the people counted."""

    KILLED = "killed"
    INJURED = "injured"
    HIT = "hit"
    """Shot or stabbed; how badly is told elsewhere or not at all."""
    ABDUCTED = "abducted"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Casualty:
    """A count of one fate, with its span in the document."""

    fate: Fate
    people: tuple[People, ...]
    """Added up they are the count; empty where `none` is said of casualties as such."""
    start: int
    end: int
    sentence: int
    groups: tuple[Group, ...] = ()
    """ "including one British and two American": parts of the count."""
    toll: bool = False
    """The text gives it as the toll so far."""
    none: bool = False
    """The text says that there were none."""
    implied: bool = False
    """The name of the event implies it ("deadly shooting"): used where nothing is counted."""
    also: bool = False
    """"A passer-by was also hurt": told as one more, whoever was counted before."""
    apart: bool = False
    """"Two died and three were taken to hospital": hurt beside the dead of one sentence, no part of them."""
    away: bool = False
    """Taken to hospital: those who died before are no part of them."""
    alive: bool = False
    """They live, as the text says: "is out of danger", "is expected to survive"."""
    cumulative: bool = False
    """A toll of a war, a year or a series, never one event's."""
    attributed_to: str | None = None

    @property
    def explicit(self) -> bool:
        """Whether a number or a vague plural gives the count."""
        if self.toll or any(p.quantity.form in (Form.NUMBER, Form.VAGUE) for p in self.people):
            return True
        return len(self.people) > 1 and any(p.quantity.form is not Form.DEFINITE for p in self.people)

    @property
    def additional(self) -> bool:
        """Whether they come on top of people already told ("another", "two others")."""
        return bool(self.people) and all(p.quantity.additional for p in self.people)

    def is_other_of(self, one: Casualty) -> bool:
        """ "One died at once and the other died in hospital": whether this is the other beside `one`."""
        nameless = not any(p.who for p in self.people) and not self.explicit
        died = self.fate is Fate.KILLED and self.sentence == one.sentence + 1 and one.sentence > 0
        near = self.sentence == one.sentence or died
        return self.additional and nameless and near and one.start < self.start

    @property
    def low(self) -> int:
        """The least that the words allow."""
        return sum(p.quantity.min for p in self.people)

    @property
    def high(self) -> int | None:
        """The most that the words allow; None where open."""
        tops = [p.quantity.max for p in self.people]
        return None if None in tops else sum(t for t in tops if t is not None)

"""A ship's flag is not where it sails."""

from escalation_kit import find_escalation

from monitor.detection.text import Text
from monitor.domain.document import Document
from monitor.domain.taxonomy import EscalationKind


def test_a_flag_is_no_territory() -> None:
    """"A missile fired from Yemen hit a Panama-flagged tanker": nobody struck Panama."""
    text = "A missile fired from Yemen hit a Panama-flagged tanker in the Red Sea on Sunday, a maritime agency said."
    found = find_escalation(Text(Document(id="d", title="Tanker hit by missile in Red Sea", text=text)))
    assert not [e for e in found if e.kind is EscalationKind.CROSS_BORDER_STRIKE and e.target == "Panama"]

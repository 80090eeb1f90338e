"""Laws of escalation and actors that hold for any text."""

from escalation_kit import find_escalation
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.detection.draft import Anchor, Draft
from monitor.detection.text import Text
from monitor.detection.who import assign_actors
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage

_VOCABULARY = """
Iran Israel vowed threatened to strike attack rockets at least three the army said claimed responsibility for Hezbollah
no group unless if within 48 hours ceasefire broken airspace closed evacuated residents deadliest since by killed US
troops “quote” — \u200b , . ? ! ISIL İstanbul
"""
_WORDS = st.sampled_from(_VOCABULARY.split())
_TEXTS = st.lists(_WORDS, max_size=60).map(" ".join) | st.text(max_size=200)


@settings(max_examples=120, deadline=None)
@given(title=_TEXTS, body=_TEXTS)
def test_escalation_quotes_the_document(title: str, body: str) -> None:
    """On any text it returns, each finding's words stand at its span, and the order is that of the text."""
    document = Document(id="t", title=title, text=body)
    found = find_escalation(Text(document))
    assert all(document.full_text[e.start : e.end] == e.text and e.text for e in found)
    assert [e.start for e in found] == sorted(e.start for e in found)


@settings(max_examples=120, deadline=None)
@given(title=_TEXTS, body=_TEXTS, kind=st.sampled_from(list(EventType)))
def test_actors_answer_every_draft_and_quote_the_document(title: str, body: str, kind: EventType) -> None:
    """One answer a draft, in order; evidence stands at its span, whatever the text."""
    text = Text(Document(id="t", title=title, text=body))
    drafts = [_draft(text, index, kind) for index in range(len(text.sentences))]
    answers = assign_actors(text, drafts)
    assert len(answers) == len(drafts)
    for answer in answers:
        assert all(text.full[e.start : e.end] == e.text for e in answer.evidence)
        assert (answer.target is None) == (answer.target_kind is None)
        assert answer.weapon is not None or answer.weapon_count is None


def _draft(text: Text, index: int, kind: EventType) -> Draft:
    sentence = text.sentences[index]
    anchor = Anchor(sentence.start, min(sentence.end, sentence.start + 6), index, kind, "attack")
    return Draft(type=kind, stage=Stage.ACCOMPLISHED, role=Role.NEWS, anchors=(anchor,), sentences=(index,))

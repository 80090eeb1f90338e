"""By whose word: the sources that the text cites for an event."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.detection.actors.index import Lexicon
from monitor.detection.actors.phrases import phrase_before
from monitor.detection.draft import Draft
from monitor.detection.lexicon import read_tsv
from monitor.detection.text import Sentence, Text
from monitor.domain.detection import Evidence

_SAYS = re.compile(
    r"(?:\s+(?:in|of|from|for|at|with|on) (?:the )?[\w'-]+(?: [\w'-]+){0,1})?(?:,[^,.]{0,60},)?(?:\s+(?:also|"
    r"have|has|had|later|earlier))*\s+"
    r"(?:said|says|say|told|tells|reported|reports|report|confirmed|confirms|announced|announces|stated|added|"
    r"claim(?:ed|s)(?! responsib)|wrote|posted|disclosed|indicated|revealed|noted|saying|informed|quoted|denied)\b"
)
_TITLED = re.compile(
    r"(?: of [A-Z]\w+)?(?: (?!On|In|At|Said|The|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|"
    r"Sunday)[A-Z][\w'’-]+){0,3}"
)
_CITING_HINTS = ("according", "citing", "cited", "quot", "said", "told", "reported", "confirmed")
_CITED = re.compile(r"(?:according to|citing|cited by|quoted|said|told by|reported by|confirmed by|quoting)\s+$")


def find_sources(text: Text, draft: Draft) -> list[Evidence]:
    """Sources cited in the event's sentences, each once, in order."""
    found: dict[str, Evidence] = {}
    for index in draft.sentences:
        for start, end in _cited(text, text.sentences[index]):
            words = text.full[start:end]
            found.setdefault(words.lower(), Evidence(field="source", start=start, end=end, text=words))
    return [e for e in found.values() if not any(_is_fuller(other, e) for other in found.values())]


def says_behind(text: Text, end: int, last: int) -> bool:
    """Whether whoever's phrase ends at `end` is told to say something."""
    return _SAYS.match(text.folded, _with_name(text, end, last), min(last, end + 130)) is not None


def _is_fuller(other: Evidence, source: Evidence) -> bool:
    """Whether another source says the same with more words: "two Iraqi officials" for "officials"."""
    return len(other.text) > len(source.text) and other.text.lower().endswith(" " + source.text.lower())


def _cited(text: Text, sentence: Sentence) -> list[tuple[int, int]]:
    spans = []
    for head in _heads.words_in(sentence):
        end = _with_name(text, head.end, sentence.end)
        says = _SAYS.match(text.folded, end, min(sentence.end, end + 130))
        before = text.folded[max(sentence.start, head.start - 60) : head.start]
        if not says and not any(word in before for word in _CITING_HINTS):
            continue
        start, _ = phrase_before(text, head.start, head.end, sentence.start)
        cited = _CITED.search(text.folded[max(sentence.start, start - 16) : start])
        if (says or cited) and not text.folded.startswith(("no ", "nobody "), start):
            spans.append((start, end))
    return spans


def _with_name(text: Text, end: int, last: int) -> int:
    """The source's end with what its title is of, and its name: "Secretary of State Jane Roe"."""
    named = None if text.upper_case else _TITLED.match(text.full, end, last)
    return named.end() if named else end


@Lexicon
def _heads() -> Iterator[tuple[str, str]]:
    return ((form, form) for (row,) in read_tsv("source_heads.tsv") for form in row.split("|"))

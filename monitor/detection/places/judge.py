"""Is this name a place here, and how does it stand in its sentence? Read from the words right before and after it."""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.detection.places.gazetteer import OWN, Found, Kind
from monitor.detection.places.mention import Mention, ToponymRole
from monitor.detection.places.names import key_of
from monitor.detection.places.spot import state_after
from monitor.detection.places.words import demonyms, words
from monitor.detection.text import Text

_NEXT = re.compile(r"(['’]s|(?<=s)['’])?([ -]+)([^\W_]+(?:['’.-][^\W\d_]+)*)")
# "HUDSON, Fla. (AP) -", "Killingly (AP) —", "SAN SALVADOR, 3 JAN 90 -- [REPORT]": at the head of a paragraph, up to a dash.
_DATELINE = re.compile(
    r"(?:^|\n)[ \t]*(?:Update[^:\n]{0,20}: ?)?([A-ZÀ-Þ][\w'’.-]{1,20}(?: [A-Z][\w'’.-]{0,20}){0,3}(?:, [A-Z0-9][\w.]{0,20}(?: [\w.]{1,20}){0,3}){0,2})"
    r",? ?(\([^)\n]{2,40}\) ?|\[[^\]\n]{2,40}\] ?)?(?:—|–|--|>>|- )"
)
_WORDS_BACK = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MIDDLE = frozenset(
    "the a an of city cities town towns village villages province provinces district districts state states region "
    "regions neighborhood neighbourhood neighborhoods suburb suburbs part parts outskirts centre center area areas border "
    "port capital largest biggest second main county governorate oblast settlement territory island islands "
    "coast coastal mountain mountainous restive troubled disputed embattled besieged flashpoint heart edge "
    "community hamlet township municipality enclave predominantly hit war ravaged held whole entire nearby both "
    "mostly mainly small remote frontline front line key strategic war-torn conflict-hit border-town st and crowded busy".split()
)
_WEAK = frozenset("to by against for with from on of over".split())
_STRONG = frozenset("in at near outside around within inside throughout across toward towards into beyond".split())
# What follows in a title is the outlet's name: "… - Spokane, North Idaho News & Weather KHQ.com".
_OUTLET = re.compile(r" [-–|] ")


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    return key_of(word)


class Judge:
    """Judges the mentions of one text."""

    def __init__(self, text: Text, mentions: list[Mention]) -> None:
        self.text, self.full, self.mentions = text, text.full, mentions
        self.words = words()
        self.persons: set[str] = set()
        self.states: list[Mention] = []
        self.sure: set[str] = set()
        self._title_case: dict[int, bool] = {}
        outlets = list(_OUTLET.finditer(self.full, 0, max(0, text.body_start - 2)))
        self._outlet_at = outlets[-1].end() if outlets else text.body_start
        self._dateline_at = self._find_dateline()

    def judge(self) -> list[Mention]:
        """The mentions that are places, in order, with roles and evidence."""
        for index, mention in enumerate(self.mentions):
            self._look(index, mention)
        for mention in self.mentions:
            if mention.evidence >= 1.0:
                self.sure.add(mention.key)
        standing = [m for m in self.mentions if self._stands(m)]
        taken = {m.start for m in standing}
        return sorted(standing + [s for s in self.states if s.start not in taken], key=lambda m: m.start)

    def _find_dateline(self) -> tuple[int, int]:
        """The span of the dateline: of the first paragraph, or of one soon after it, below a byline."""
        start = self.text.body_start
        for match in _DATELINE.finditer(self.full, max(0, start - 1), start + 700):
            if match[2] or match[1].split()[0].rstrip(",").isupper():
                return match.start(1), match.end(1)
        return start, start

    def _look(self, index: int, m: Mention) -> None:
        before, gap_mark, possessive = self._word_before(m.start)
        match = _NEXT.match(self.full, m.end)
        after = match[3] if match else ""
        m.extra["noun"] = after.lower()
        if match and match[1]:
            m.extra["possessive"] = "yes"
        if m.role is ToponymRole.DEMONYM:
            self._demonym(m, after, before)
            return
        self._container(index, m)
        if self._outlet_at <= m.start < self.text.body_start:
            m.extra["outlet"] = "yes"
        self._dateline(m)
        self._locative(m)
        if not self._cased(m):
            self._uncased(m, after, before)
            return
        if before[:1].isupper() and not possessive and gap_mark != "," and not self._touches(index - 1, index):
            self._after_capital(m, before, bool(gap_mark))
        if match and not self._touches(index, index + 1):
            self._before_word(m, match[1] is not None, after)

    def _touches(self, first: int, second: int) -> bool:
        """Whether two candidates stand side by side: the UK Cyprus base."""
        if first < 0 or second >= len(self.mentions):
            return False
        a, b = self.mentions[first], self.mentions[second]
        return b.start - a.end == 1 and _firm(a) and _firm(b)

    def _cased(self, m: Mention) -> bool:
        """Whether capitals tell names from words where `m` stands."""
        return not (self.text.upper_case or self._titled(m.sentence))

    def _titled(self, sentence: int) -> bool:
        """Whether the sentence is a headline with most words capitalised."""
        known = self._title_case.get(sentence)
        if known is None:
            text = self.text.sentences[sentence].text if self.text.sentences else ""
            long = [w for w in text.split() if len(w) > 3 and w[0].isalpha()]
            known = len(long) >= 3 and sum(w[0].isupper() for w in long) > 0.75 * len(long)
            self._title_case[sentence] = known
        return known

    def _word_before(self, start: int) -> tuple[str, str, bool]:
        """The word before, the mark between if any, and whether it is a possessive; none where a sentence or quote ends."""
        head = self.full[max(0, start - 32) : start]
        bare = head.rstrip(" \u00a0-\"“‘([")
        if len(bare) == len(head) or not bare:
            return "", "", False
        mark = bare[-1] if bare[-1] in ".," else ""
        word = (bare[:-1] if mark else bare).rpartition(" ")[2].lstrip("\"“‘(['")
        if not word[-1:].isalpha():
            return "", "", False
        return word, mark, word.endswith(("'s", "’s"))

    def _container(self, index: int, m: Mention) -> None:
        """The state or country right after: "Dayton, Ohio", "Paris, Texas", "Gary, Ind."."""
        short = state_after(self.full, m.end)
        if short:
            m.hint, m.evidence = short[2].row, m.evidence + 3
            self._state_itself(short[0], short[1], short[2], m)
            return
        following = self.mentions[index + 1] if index + 1 < len(self.mentions) else None
        if following is None or following.start - m.end > 3 or following.role is ToponymRole.DEMONYM:
            return
        gap = self.full[m.end : following.start]
        if not m.found and gap == ", ":
            larger = next((f.row for f in following.found if f.row.kind is Kind.REGION), None)
            if larger is not None:
                m.hint, m.evidence = larger, m.evidence + 3
                following.role, following.evidence = ToponymRole.CONTAINER, following.evidence + 2
            return
        larger = next((f.row for f in following.found if f.row.kind in (Kind.COUNTRY, Kind.REGION)), None)
        if gap not in (", ", " (", ",") or larger is None:
            return
        codes = {(f.row.country, f.row.region) for f in m.found if f.row.kind is not Kind.COUNTRY}
        for found in following.found:
            row = found.row
            fits = (row.country, row.region) in codes if row.kind is Kind.REGION else any(c == row.country for c, _ in codes)
            if row.kind in (Kind.COUNTRY, Kind.REGION) and fits:
                m.hint, m.evidence = row, m.evidence + 3
                following.role, following.evidence = ToponymRole.CONTAINER, following.evidence + 2
                return

    def _state_itself(self, start: int, end: int, found: Found, m: Mention) -> None:
        text = self.full[start:end]
        state = Mention(start, end, text, key_of(text), m.sentence, (found,), ToponymRole.CONTAINER, words=text)
        state.evidence = 2.0
        self.states.append(state)

    def _dateline(self, m: Mention) -> None:
        start, end = self._dateline_at
        if start <= m.start and m.end <= end and m.role is not ToponymRole.CONTAINER:
            m.role, m.evidence = ToponymRole.DATELINE, m.evidence + 2

    def _locative(self, m: Mention) -> None:
        """The preposition that governs the name, through "the northern city of"."""
        if m.role in (ToponymRole.DATELINE, ToponymRole.CONTAINER):
            return
        head = self.text.folded[max(0, m.start - 70) : m.start]
        cut = max(head.rfind(". "), head.rfind(", "), head.rfind('" '), head.rfind(";"))
        tokens = _WORDS_BACK.findall(head[cut + 1 :])
        qualifiers, seen_of = self.words.qualifier, False
        for back, word in enumerate(reversed(tokens[-7:]), start=1):
            if word == "of":
                seen_of = True
            elif word in self.words.locative:
                self._governed(m, word, tokens[: len(tokens) - back])
                return
            elif word not in _MIDDLE and word not in qualifiers and word not in demonyms() and not word.isdigit():
                break
        if seen_of:
            m.extra["before"] = tokens[tokens.index("of") - 1] if tokens.index("of") else ""
            m.preposition, m.evidence = "of", m.evidence + 0.8
            m.role = ToponymRole.LOCATIVE

    def _governed(self, m: Mention, word: str, tokens: list[str]) -> None:
        m.extra["before"] = tokens[-1] if tokens else ""
        if word == "to" and m.extra["before"] == "according":
            m.evidence -= 1.0
            m.extra["speech"] = "said"
            return
        m.preposition = word
        m.role = ToponymRole.LOCATIVE
        m.evidence += 1.5 if word in _STRONG else 0.6

    def _demonym(self, m: Mention, after: str, before: str) -> None:
        m.evidence += 1.0
        if after.lower().rstrip(".") in self.words.site:
            m.extra["site"] = after.lower()

    def _uncased(self, m: Mention, after: str, before: str) -> None:
        """Where every word is a capital only the gazetteer, the lists and prepositions tell."""
        low_before, low_after = before.lower().rstrip("."), after.lower()
        if low_before in self.words.title or (low_before in self.words.first and m.key not in _COUNTRYLIKE):
            m.evidence -= 2.5
            self.persons.add(m.key)
        elif low_before in self.words.feature or low_after in self.words.street or low_after in self.words.team:
            m.evidence -= 2.0
        if low_after in self.words.org or low_after in self.words.site:
            m.evidence += 1.0
            m.extra["org"] = low_after
        if self._is_actor(m, low_after):
            m.extra["speech"] = low_after

    def _after_capital(self, m: Mention, before: str, dotted: bool) -> None:
        low = before.lower().rstrip(".")
        if low in self.words.qualifier or _key(before) in demonyms() or low in self.words.site:
            return
        if low in self.words.title or (low in self.words.first and not self._sentence_begins(m, before)):
            m.evidence -= 4
            self.persons.add(m.key)
        elif low in self.words.feature and not dotted:
            m.evidence -= 4
        elif self._sentence_begins(m, before) or low in self.words.hard and low not in self.words.org:
            return
        elif low in self.words.org or low in self.words.team:
            m.evidence -= 1
        elif not m.hint and m.preposition is None or m.preposition not in _STRONG:
            # A capitalised word that is no known one: most likely a first name, and this the surname.
            m.evidence -= 3
            self.persons.add(m.key)

    def _sentence_begins(self, m: Mention, before: str) -> bool:
        sentence = self.text.sentences[m.sentence]
        return m.start - len(before) - 2 <= sentence.start and before.lower() in _OPENING

    def _before_word(self, m: Mention, possessive: bool, after: str) -> None:
        low = after.lower().rstrip(".")
        if m.key.startswith("st ") and low in _SAINTLY:
            m.evidence -= 5
        if possessive:
            m.evidence += 0.3
            if low in self.words.site:
                m.extra["org"] = low
            return
        if self._is_actor(m, low):
            m.extra["speech"] = low
        if not after[:1].isupper():
            if low in self.words.site or low in self.words.org:
                m.evidence += 1.0
                m.extra["org"] = low
            elif low in self.words.speech and m.role is ToponymRole.OTHER and not self._governs(m):
                m.evidence -= 1.0
            return
        if low in self.words.team and after not in ("Press", "Today"):
            m.evidence -= 4
        elif low in self.words.street:
            m.evidence -= 4 if " " not in m.key or after.endswith(".") else 2
        elif low in self.words.org or low in self.words.site or _key(after) in demonyms():
            m.evidence += 1.0
            m.extra["org"] = low
            if m.role is ToponymRole.OTHER:
                m.role = ToponymRole.ORGANISATION
        elif low in self.words.hard and low not in self.words.title:
            m.evidence -= 0.5 if m.preposition is None else 0.0
        elif m.key in self.words.first and not self._governs(m):
            m.evidence -= 4
        elif not self._governs(m):
            m.evidence -= 2.5
        elif m.preposition not in _STRONG:
            m.evidence -= 1.5
        else:
            m.role = ToponymRole.ORGANISATION

    def _governs(self, m: Mention) -> bool:
        """Whether the name is that of a country, a region or a great city, which acts and gives its name to bodies."""
        if not m.found or m.key in _PEOPLE or m.key in self.words.soft and m.found[0].row.kind is not Kind.COUNTRY:
            return False
        best = m.found[0].row
        return best.kind in _GOVERNING or best.population > 900_000

    def _is_actor(self, m: Mention, after: str) -> bool:
        return after in self.words.speech and m.role not in (ToponymRole.LOCATIVE, ToponymRole.DATELINE)

    def _stands(self, m: Mention) -> bool:
        """The verdict: enough speaks for a place."""
        lists, single = self.words, " " not in m.key
        if m.role is ToponymRole.DEMONYM:
            return bool(m.found)
        if not m.found:
            return m.hint is not None and m.evidence > 0
        city = m.found[0].row.kind not in _GOVERNING
        if m.key in self.persons and city and (m.evidence < 1.4 or "possessive" in m.extra):
            return m.hint is not None
        if single and m.key in lists.hard:
            return m.hint is not None
        if m.key == "america" and m.evidence < 0.5:
            return False
        if m.evidence <= -1.9:
            return False
        if single and m.key in lists.soft and m.found[0].row.kind is not Kind.COUNTRY and not self._governs(m):
            return m.evidence >= 1.0 or (m.key in self.sure and m.evidence > -1)
        if self._governs(m):
            return m.evidence > -1.9
        if m.key in self.sure:
            return m.evidence > -1.0
        need = 0.5 if single else -0.4
        if self.text.upper_case or (single and m.key in lists.first):
            need += 0.5
        if m.found[0].alternate:
            need += 0.5
        if m.found[0].row.prior > 5.3 and m.key not in lists.first:
            need -= 0.6
        return m.evidence >= need


def _firm(m: Mention) -> bool:
    return bool(m.found) and (m.found[0].row.kind in _GOVERNING or m.role is ToponymRole.DEMONYM)


# St. Francis Hospital, St. Patrick's Day: named for the saint.
_SAINTLY = frozenset("hospital medical church school day cathedral university college high catholic parish health united union cemetery".split())
_GOVERNING = frozenset({Kind.COUNTRY, Kind.CAPITAL, Kind.REGION}) | OWN
_COUNTRYLIKE = frozenset("israel syria iraq".split())
_PEOPLE = frozenset("georgia virginia carolina florida victoria jackson washington".split())
_OPENING = frozenset(
    "in at near from to on for with and but the a an of as by after before while when where if since until over across "
    "around outside inside police officials authorities both also meanwhile yet so this that how why what who is was "
    "former two three four five six seven eight nine ten hundreds thousands dozens man woman men women fire crews deputies "
    "suspected gunmen militants rebels troops soldiers neighboring neighbouring nearby northern southern eastern western central north south "
    "east west downtown greater".split()
)

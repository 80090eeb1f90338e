"""Which place a name means: what fits the larger places named, the other names, the outlet and the population.

Spread is kept small as in Leidner's minimality heuristics (2007), by counting how many other names of the text have a
reading in the same region and in the same part of it, which costs one pass instead of all pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

from monitor.detection.places.gazetteer import OWN, Found, Kind, Row, gazetteer, state_row, unknown_town
from monitor.detection.places.mention import Mention, ToponymRole
from monitor.detection.places.words import words

_FEW = 16
_KEEPS, _MOST = 3, 0.7
"""Votes for a state, and its part of all, from which a text keeps to it."""
_AROUND = 2
_STATES = frozenset({Kind.COUNTRY, Kind.REGION, Kind.CAPITAL})
_LOCAL_PRESS = frozenset({"US", "GB", "CA", "AU"})
_LARGE = 50_000
_LARGE_TOWN = 100_000
_KNOWN_ABROAD = 2_000_000
_FILED_FROM_CAPITAL = 3.0
"""Datelines give other towns with their states."""
_STATE_OR_COUNTRY = "georgia"
_CAUCASUS = frozenset({"GE", "RU", "AM", "AZ", "TR"})
"""One of them is named where Georgia is the country; else it is the state, from which more is reported."""


class Resolver:
    """Resolves the mentions of one text together."""

    def __init__(
        self,
        mentions: Sequence[Mention],
        outlet_country: str | None,
        home: Row | None = None,
        *,
        capitals: bool = False,
    ) -> None:
        self.capitals = capitals
        self.home = home
        self.mentions = mentions
        self.outlet = outlet_country
        self.main = ""
        """The country that the text is all of."""
        heads = (m for m in mentions if m.found and (m.role is ToponymRole.DATELINE or "heads" in m.extra))
        self.filed = next((m.found[0].row.country for m in heads), "")
        """The country of the dateline, or of the town that heads the title."""
        self.named = {m.found[0].row.country for m in mentions if m.found and m.found[0].row.kind in _STATES}
        """Countries that the text names themselves, or a state of theirs."""
        likely = {m.found[0].row.country for m in mentions if m.found and m.key != _STATE_OR_COUNTRY}
        self.caucasus = not likely.isdisjoint(_CAUCASUS)
        self.countries: Counter[str] = Counter()
        self.regions: Counter[tuple[str, str]] = Counter()
        self.towns: dict[str, set[str]] = defaultdict(set)
        """The names that were read as towns and counties of each country."""
        self.state: Row | None = None
        """The state that the text keeps to, in countries where news is local."""
        self.names_in_region: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.names_about: dict[tuple[int, int], frozenset[str]] = {}
        self.names_in_cell: dict[tuple[int, int], set[str]] = defaultdict(set)

    def resolve(self) -> None:
        """Sets `chosen` and `score` of every mention."""
        self._vote()
        self._map()
        hints: dict[str, Row] = {}
        for mention in self.mentions:
            if mention.hint is not None:
                hints.setdefault(mention.key, mention.hint)
        self._choose(hints)
        self._vote_again()
        self._choose(hints)

    def _vote_again(self) -> None:
        """What was chosen speaks for the rest: a county for its towns, a town for its neighbours."""
        seen: set[int] = set()
        for m in self.mentions:
            row = m.chosen
            if row is None or row.number in seen or m.role is ToponymRole.DEMONYM or m.score < 0.65:
                continue
            seen.add(row.number)
            self.countries[row.country] += 1
            if row.kind in (Kind.CITY, Kind.COUNTY):
                self.towns[row.country].add(m.key)
            if row.region and row.kind is not Kind.COUNTRY:
                self.regions[row.country, row.region] += 1
        total = sum(self.countries.values())
        code, votes = self.countries.most_common(1)[0] if self.countries else ("", 0)
        share = 0.4 if self.capitals else 0.7
        self.main = code if votes >= 3 and votes > share * total else ""
        self.state = self._keeps_to()

    def _keeps_to(self) -> Row | None:
        """The state that the text keeps to, where it keeps to one."""
        if self.main not in _LOCAL_PRESS or not self.regions:
            return None
        (code, region), votes = self.regions.most_common(1)[0]
        if code != self.main or votes < _KEEPS or votes < _MOST * self.regions.total():
            return None
        return state_row(code, region)

    def _choose(self, hints: dict[str, Row]) -> None:
        known: dict[tuple[str, bool], tuple[Row, float]] = {}
        for mention in self.mentions:
            hint = mention.hint or hints.get(mention.key)
            as_region = mention.extra.get("org", "") in words().region_word
            if (mention.key, as_region) not in known:
                known[mention.key, as_region] = self._best(mention, hint, as_region)
            mention.chosen, mention.score = known[mention.key, as_region]
            if self._stray(mention) or self._misread(mention):
                mention.chosen = None
            elif self._out_of_state(mention):
                mention.chosen = unknown_town(mention.text, self.state) if self.state else None

    def _out_of_state(self, m: Mention) -> bool:
        """A small town of another state in a text that keeps to one: towns abroad are given with their states.

        It is then a town or a county of this state that the gazetteer lacks: a name without coordinates.
        """
        row = m.chosen
        if self.state is None or row is None or m.hint is not None or row.kind not in (Kind.CITY, Kind.COUNTY):
            return False
        here = row.country == self.state.country and row.region != self.state.region
        unsaid = here and not self.regions[row.country, row.region] and m.role is not ToponymRole.DEMONYM
        small = row.kind is Kind.COUNTY or row.population < _LARGE_TOWN
        return unsaid and small and not self._neighbours(row)

    def _neighbours(self, row: Row) -> bool:
        """Whether it is near the rest: a town just over the state's line."""
        return self._near("", row) > _AROUND

    def _stray(self, m: Mention) -> bool:
        """A small town abroad in a text that is all of one country: more likely a school, a street or a misspelling.

        With a preposition too where nothing in the text is of that country: the village there that no gazetteer has.
        """
        row, home = m.chosen, self.main or self.filed or m.extra.get("owner", "")
        if row is None or not home or m.hint is not None or row.country == home or row.kind is not Kind.CITY:
            return False
        if self.capitals:
            return row.population < _KNOWN_ABROAD or row.country not in self.named
        if m.extra.get("owner", row.country) not in ("", row.country):
            return True  # "Tehran's Shahran" is no town of another country
        return row.population < _LARGE_TOWN and (m.preposition is None or row.country not in self.named)

    def _misread(self, m: Mention) -> bool:
        """A small town abroad that has the name only among its others, where two towns and more lie in one country."""
        row = m.chosen
        if row is None or m.hint is not None or row.country in self.named or row.population > _LARGE_TOWN:
            return False
        if row.kind is not Kind.CITY or not all(f.alternate for f in m.found if f.row.number == row.number):
            return False
        most = max(map(len, self.towns.values()), default=0)
        return len(self.towns.get(row.country, ())) <= 1 < most

    def _vote(self) -> None:
        """Larger places that are named without doubt speak for what lies in them."""
        seen: set[tuple[str, str]] = set()
        for m in self.mentions:
            if m.hint is not None:
                self.countries[m.hint.country] += 2
                self.regions[m.hint.country, m.hint.region] += 2
            if not m.found:
                continue
            best = m.found[0]
            if (m.key, best.row.country) in seen:
                continue
            seen.add((m.key, best.row.country))
            if self._doubtful(m.found) or m.key == _STATE_OR_COUNTRY:
                continue
            weight = 1 if m.role is not ToponymRole.DATELINE else 2
            self.countries[best.row.country] += weight
            if best.row.region and best.row.kind is not Kind.COUNTRY:
                self.regions[best.row.country, best.row.region] += 2 if best.row.kind is Kind.REGION else 1

    def _doubtful(self, found: tuple[Found, ...]) -> bool:
        if len(found) == 1 or found[0].alternate:
            return found[0].alternate  # a great city's other name says nothing beside a town's own
        return found[0].row.prior - found[1].row.prior + found[1].alternate < 1.2

    def _map(self) -> None:
        for m in {(m.key, id(m.found)): m for m in self.mentions}.values():  # A name told often counts once.
            for found in m.found[:_FEW]:
                row = found.row
                if row.kind is Kind.COUNTRY:
                    continue
                self.names_in_region[row.country, row.region].add(m.key)
                self.names_in_cell[int(row.lat // 1), int(row.lon // 1)].add(m.key)

    def _best(self, m: Mention, hint: Row | None, as_region: bool) -> tuple[Row, float]:
        found = m.found
        owner = m.extra.get("owner")
        if owner and any(f.row.country == owner for f in found):
            found = tuple(f for f in found if f.row.country == owner)
        if hint is not None:
            inside = tuple(f for f in found if _lies_in(f.row, hint))
            if not inside and hint.kind is Kind.REGION and m.hint is not None:
                return unknown_town(m.text.title() if m.text.isupper() else m.text, hint), 0.8
            found = inside or found
        if len(found) == 1:
            return found[0].row, 0.75 if found[0].alternate else 1.0
        scored = sorted(((self._score(m, f, as_region), -f.row.number, f.row) for f in found[:_FEW]), reverse=True)
        first = scored[0]
        margin = first[0] - scored[1][0] if len(scored) > 1 else 3.0
        return first[2], max(0.2, min(1.0, 0.55 + 0.15 * margin))

    def _score(self, m: Mention, found: Found, as_region: bool) -> float:
        row = found.row
        score = row.prior - 2.0 * found.alternate
        if row.kind is Kind.COUNTRY and m.key == _STATE_OR_COUNTRY:
            score -= 0.5 if self.caucasus else 3.2
        if row.country:
            score += min(1.6, 0.8 * self.countries[row.country])
            if row.kind is not Kind.COUNTRY:
                score += min(2.4, 1.2 * self.regions[row.country, row.region])
        if m.role is ToponymRole.DATELINE and row.kind is Kind.CAPITAL:
            score += _FILED_FROM_CAPITAL
        if self.main and row.country != self.main and row.kind is Kind.CITY:
            score -= 1.2
        if self.home is not None and row.country == self.home.country and row.kind is not Kind.COUNTRY:
            score += 2.0 if row.region == self.home.region else 0.5
        if row.country == self.outlet:
            score += 0.8
        if row.kind is not Kind.COUNTRY:
            names = self.names_in_region.get((row.country, row.region), ())
            others = len(names) - (m.key in names)
            score += 0.35 * min(4, others)
            score += 0.8 * min(3, self._near(m.key, row))
        if as_region:
            score += 3.0 if row.kind in (Kind.REGION, Kind.COUNTY) else 0.0
        elif row.kind is Kind.REGION and row.kind not in OWN:
            score -= 0.4
        return score

    def _near(self, key: str, row: Row) -> int:
        """How many other names have a reading in the cells about `row`."""
        cell = int(row.lat // 1), int(row.lon // 1)
        names = self.names_about.get(cell)
        if names is None:
            x, y = cell
            about = (self.names_in_cell.get((x + i, y + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1))
            names = self.names_about[cell] = frozenset().union(*about)
        return len(names) - (key in names)


def _lies_in(row: Row, larger: Row) -> bool:
    if row.country != larger.country or row.number == larger.number:
        return False
    return larger.kind is Kind.COUNTRY or row.region == larger.region


@lru_cache(maxsize=1024)
def home_of(host: str) -> Row | None:
    """The city that an outlet's host is named for, as in chicagotribune.com: a hint for the towns around it."""
    for label in host.lower().split(".")[:-1]:
        for end in range(min(len(label), 16), 5, -1):
            row = _home_city(label[:end])
            if row is not None:
                return row
    return None


def _home_city(name: str) -> Row | None:
    rows = [f.row for f in gazetteer().find(name) if not f.alternate]
    local = rows and rows[0].country in _LOCAL_PRESS and rows[0].population > _LARGE
    return rows[0] if local else None


def resolve(
    mentions: Sequence[Mention], outlet_country: str | None = None, host: str = "", *, capitals: bool = False
) -> None:
    """Sets what each mention means; see `Resolver`.

    `host` is that of the document's address; `capitals` says that there is no case to go by.
    """
    Resolver(mentions, outlet_country, home_of(host), capitals=capitals).resolve()

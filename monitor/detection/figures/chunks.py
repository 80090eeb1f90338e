"""Cuts a sentence into chunks of one letter each, so that patterns over letters can read its grammar.

The method is that of cascaded finite-state readers (FASTUS, Hobbs et al. 1993): words to phrases, phrases to a string
of classes, patterns over the string. The letters of casualty words are explained in lexicons/casualty_words.tsv; the
others are: G people counted, P a person by name, Q a bare number, B forms of "be", V of "have", & and, O or, W who,
S a verb of saying, L leaves/left, E dash, C including, X a word of procedure, comma and semicolon as they are, x any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from monitor.detection.figures.quantity import Form, Quantity, read_quantity
from monitor.detection.lexicon import Match, PhraseMatcher, read_tsv
from monitor.detection.numerals import cardinal
from monitor.detection.text import Sentence, Text

_LETTERS: dict[str, str] = {
    **dict.fromkeys(["is", "are", "was", "were", "be", "been", "being", "got", "gets", "get"], "B"),
    **dict.fromkeys(["has", "have", "had", "having"], "V"),
    **dict.fromkeys(["left", "leaves", "leaving", "leave"], "L"),
    **dict.fromkeys(["said", "says", "say", "told", "tells", "reported", "according", "added", "confirmed", "announced"], "S"),
    **dict.fromkeys(["who", "whom", "which", "that", "whose"], "W"),
    **dict.fromkeys(["including", "include", "includes", "included", "among"], "C"),
    **dict.fromkeys(["not", "never", "nobody", "neither", "nor", "without"], "!"),
    **dict.fromkeys(["also", "later", "both", "all", "since", "allegedly", "reportedly", "apparently", "then", "subsequently", "too"], "-"),
    "and": "&", "&": "&", "or": "O", ",": ",", ";": ";", ":": ";", "-": "E", "–": "E", "—": "E", "(": "(", ")": ")", "to": "t",
    "by": "b", "in": "p", "at": "p", "on": "p", "from": "p", "of": "o", "with": "p", "as": "p", "after": "p", "while": ";",
    "when": ";", "before": ";", "but": ";",
}  # fmt: skip
_PREPOSITIONS = frozenset(
    [
        "in",
        "at",
        "near",
        "from",
        "on",
        "of",
        "to",
        "by",
        "outside",
        "for",
        "into",
        "inside",
        "around",
        "across",
        "via",
        "through",
        "under",
        "over",
        "off",
        "toward",
        "towards",
    ]
)
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "but",
        "of",
        "in",
        "at",
        "on",
        "to",
        "from",
        "by",
        "for",
        "with",
        "as",
        "that",
        "which",
        "who",
        "whom",
        "whose",
        "while",
        "when",
        "after",
        "before",
        "during",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "not",
        "no",
        "it",
        "its",
        "this",
        "these",
        "those",
        "than",
        "then",
        "there",
        "their",
        "his",
        "her",
        "our",
        "my",
        "your",
        "they",
        "he",
        "she",
        "him",
        "them",
        "we",
        "us",
        "i",
        "if",
        "so",
        "because",
        "since",
        "until",
        "where",
        "into",
        "near",
        "over",
        "under",
        "about",
    ]
)
_NOT_NAMES = frozenset(
    [
        "police",
        "department",
        "county",
        "sheriff",
        "street",
        "avenue",
        "road",
        "drive",
        "lane",
        "hospital",
        "court",
        "office",
        "news",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "school",
        "university",
        "church",
        "city",
        "town",
        "state",
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "medical",
        "center",
        "park",
        "apartments",
        "apartment",
        "detectives",
        "investigators",
        "authorities",
        "officials",
        "witnesses",
        "officers",
        "deputies",
        "neighbors",
        "family",
        "president",
        "minister",
        "army",
        "military",
        "government",
        "israel",
        "russia",
        "ukraine",
        "iran",
        "iraq",
        "syria",
        "hamas",
        "hezbollah",
        "gaza",
        "us",
        "u.s",
        "nato",
        "un",
        "eu",
        "fbi",
        "atf",
        "swat",
        "nypd",
        "lapd",
        "twitter",
        "facebook",
        "mr",
        "mrs",
        "ms",
        "dr",
        "fire",
        "unit",
        "tv",
        "press",
        "associated",
        "reuters",
        "highway",
        "interstate",
        "boulevard",
        "blvd",
        "ave",
        "st",
        "rd",
        "bullet",
        "bullets",
        "shots",
        "gunfire",
        "the",
        "a",
        "an",
        "he",
        "she",
        "it",
        "they",
        "there",
        "this",
        "that",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "no",
        "another",
        "several",
        "dozens",
        "both",
        "some",
        "many",
        "most",
        "in",
        "on",
        "at",
        "after",
        "before",
        "when",
        "while",
        "but",
        "and",
        "as",
        "if",
        "according",
        "meanwhile",
        "however",
        "earlier",
        "later",
        "also",
        "all",
        "none",
    ]
)
_PRONOUNS = {"him": 1, "he": 1, "she": 1, "her": 1}
_UNNAMED = {"anyone", "someone", "somebody"}
_MEASURES = frozenset(
    [
        "people's",
        "hours",
        "hour",
        "minutes",
        "minute",
        "days",
        "day",
        "weeks",
        "week",
        "months",
        "month",
        "years",
        "year",
        "times",
        "time",
        "miles",
        "mile",
        "kilometers",
        "kilometres",
        "km",
        "meters",
        "metres",
        "feet",
        "blocks",
        "block",
        "rounds",
        "shots",
        "bullets",
        "rockets",
        "missiles",
        "drones",
        "mortars",
        "shells",
        "bombs",
        "percent",
        "per",
        "cent",
        "dollars",
        "houses",
        "homes",
        "buildings",
        "cars",
        "vehicles",
        "counts",
        "count",
        "charges",
        "degrees",
        "cases",
        "incidents",
        "attacks",
        "shootings",
        "stabbings",
        "strikes",
        "airstrikes",
        "bodies",
        "weapons",
        "guns",
        "tanks",
        "villages",
        "towns",
        "districts",
        "cities",
        "provinces",
        "countries",
        "a.m",
        "p.m",
        "am",
        "pm",
        "gmt",
        "million",
        "billion",
        "others'",
        "trucks",
        "buses",
        "ships",
        "boats",
        "planes",
        "aircraft",
        "helicopters",
        "dogs",
        "cows",
        "sheep",
        "goats",
        "animals",
        "horses",
        "cattle",
        "birds",
        "livestock",
        "schools",
        "hospitals",
        "churches",
        "stores",
        "shops",
        "locations",
        "places",
        "sites",
        "areas",
        "suspects'",
        "seconds",
        "calls",
        "explosions",
        "blasts",
        "apartments",
        "juveniles'",
        "occasions",
        "nights",
        "mornings",
        "decades",
        "centuries",
        "generations",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """People as a phrase counts them."""

    quantity: Quantity
    who: str
    """The noun phrase without its count, in lower case; a name as written."""
    gender: str = "-"
    plural: bool = False
    attacker: bool = False
    age: int | None = None
    name: str | None = None
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """One phrase: its letter, its span in the document, and the people it counts, if any."""

    letter: str
    start: int
    end: int
    people: People | None = None


@dataclass(frozen=True, slots=True)
class _Noun:
    plural: bool
    gender: str
    attacker: bool


@cache
def _nouns() -> dict[str, _Noun]:
    return {word: _Noun(number == "p", gender, role == "a") for word, number, gender, role in read_tsv("persons.tsv")}


@cache
def casualty_words() -> PhraseMatcher[str]:
    """The matcher over casualty_words.tsv; payload is the class letter."""
    return PhraseMatcher((phrase, letter) for phrase, letter in read_tsv("casualty_words.tsv"))


def cut(text: Text, sentence: Sentence, words: Sequence[Match[str]]) -> list[Chunk]:
    """The chunks of `sentence`; `words` are its casualty words, in order."""
    return _Cutter(text, sentence, words).run()


class _Cutter:
    def __init__(self, text: Text, sentence: Sentence, words: Sequence[Match[str]]) -> None:
        self.tokens = sentence.tokens
        self.words = {match.start: match for match in words}
        self.cased = not (text.upper_case or _title_case(sentence))
        self.chunks: list[Chunk] = []

    def run(self) -> list[Chunk]:
        at = 0
        while at < len(self.tokens):
            at = self._word(at) or self._people(at) or self._other(at)
        return self.chunks

    def _word(self, at: int) -> int | None:
        match = self.words.get(self.tokens[at].start)
        if match is None or match.payload == "x":
            return None
        nxt = at
        while nxt < len(self.tokens) and self.tokens[nxt].start < match.end:
            nxt += 1
        self.chunks.append(Chunk(match.payload, match.start, match.end))
        return nxt

    def _other(self, at: int) -> int:
        token = self.tokens[at]
        self.chunks.append(Chunk(_LETTERS.get(token.lower, "x"), token.start, token.end))
        return at + 1

    def _people(self, at: int) -> int | None:
        token = self.tokens[at]
        if not token.text[0].isalnum():
            return None
        quantity = read_quantity(self.tokens, at)
        if quantity is None:
            return self._uncounted(at)
        return self._noun_phrase(at, quantity.next, quantity) or self._bare_number(at, quantity)

    def _uncounted(self, at: int) -> int | None:
        """ "19-year-old man", "Man", "police officer John Smith", "him", a name."""
        lower = self.tokens[at].lower
        if lower in ("nobody", "none"):
            return self._add(at, at + 1, People(quantity=Quantity(0, 0, Form.NONE, at + 1), who=lower))
        if lower == "no-one":
            return self._add(at, at + 1, People(quantity=Quantity(0, 0, Form.NONE, at + 1), who=lower))
        if lower in _PRONOUNS:
            gender = "m" if lower in ("him", "he") else "f"
            people = People(quantity=Quantity(1, 1, Form.DEFINITE, at + 1), who=lower, gender=gender, pronoun=True)
            return self._add(at, at + 1, people)
        bare = Quantity(1, 1, Form.BARE, at)
        if lower in _STOP:
            return None
        return self._noun_phrase(at, at, bare) or self._name(at)

    def _noun_phrase(self, first: int, at: int, quantity: Quantity) -> int | None:
        """Modifiers, an age, and the last noun for people in a run of plain words."""
        nouns, age, head, nxt = _nouns(), None, None, at
        limit = at + 8
        while nxt < len(self.tokens) and nxt < limit:
            token = self.tokens[nxt]
            if (aged := self._age(nxt)) is not None:
                age, nxt, limit = aged[0], aged[1], aged[1] + 7
                if head is None and not self._continues(nxt):
                    head = nxt - 1
                    break
                continue
            if nxt in self.words_at or token.lower in _STOP:
                break
            if token.lower in nouns:
                head = nxt
            elif (
                head is not None
                or not (token.text[0].isalpha() or token.text in "-'’")
                or token.lower in _MEASURES
                or (quantity.form is Form.BARE and token.lower in _LETTERS)
            ):
                break
            nxt += 1
        if head is None:
            return self._demonym(first, at, quantity)
        return self._with_head(first, at, head, quantity, age)

    @property
    def words_at(self) -> set[int]:
        if not hasattr(self, "_words_at"):
            self._words_at = {
                i for i, t in enumerate(self.tokens) if (m := self.words.get(t.start)) and m.payload != "x"
            }
        return self._words_at

    def _continues(self, at: int) -> bool:
        if at >= len(self.tokens) or at in self.words_at:
            return False
        token = self.tokens[at]
        return token.text[0].isalpha() and token.lower not in _STOP and token.lower not in _LETTERS

    def _demonym(self, first: int, at: int, quantity: Quantity) -> int | None:
        """ "five Palestinians", "three cyclists": a plural that the lexicon lacks, right after its number."""
        if at >= len(self.tokens) or quantity.form not in (Form.NUMBER, Form.VAGUE):
            return None
        token = self.tokens[at]
        word = token.lower
        if at in self.words_at or word in _STOP or word in _MEASURES:
            return None
        if word.endswith(("ers", "ors", "ists", "ians", "men", "women", "ants", "ees", "folk")) and len(word) > 4:
            people = People(quantity=quantity, who=word, plural=True)
            return self._add(first, at + 1, people)
        return None

    def _with_head(self, first: int, at: int, head: int, quantity: Quantity, age: int | None) -> int | None:
        noun = _nouns().get(self.tokens[head].lower) or _Noun(False, "-", False)
        if quantity.form is Form.BARE and noun.plural:
            return None
        plural = noun.plural or quantity.min > 1
        form_fits = quantity.form in (Form.NUMBER, Form.VAGUE, Form.NONE) or not noun.plural
        if not form_fits:
            return None
        who = " ".join(t.lower for t in self.tokens[at : head + 1])
        nxt, name, apposed_age = self._apposition(head + 1) if not plural else (head + 1, None, None)
        people = People(
            quantity=quantity, who=who, gender=noun.gender, plural=plural, attacker=noun.attacker,
            age=age if age is not None else apposed_age, name=name,
        )  # fmt: skip
        return self._add(first, nxt, people)

    def _age(self, at: int) -> tuple[int, int] | None:
        """ "19-year-old" at `at`: the age and the token after it."""
        value = cardinal(self.tokens[at].lower)
        if value is None:
            return None
        nxt = at + 1
        if nxt < len(self.tokens) and self.tokens[nxt].text in "-‑–":
            nxt += 1
        if nxt >= len(self.tokens) or self.tokens[nxt].lower.rstrip("s") not in ("year", "month", "week", "day"):
            return None
        unit = self.tokens[nxt].lower
        nxt += 1
        if nxt < len(self.tokens) and self.tokens[nxt].text in "-‑–":
            nxt += 1
        if nxt >= len(self.tokens) or self.tokens[nxt].lower not in ("old", "olds"):
            return None
        return (value if unit.startswith("year") else 0), nxt + 1

    def _apposition(self, at: int) -> tuple[int, str | None, int | None]:
        """ "…, Jane Doe, 34," after a noun: the token after it, the name, the age."""
        nxt = at
        comma = nxt < len(self.tokens) and self.tokens[nxt].text == ","
        named = self._name_run(nxt + comma) if self.cased else None
        name = None
        if named and (not comma or self._closed(named)):
            name = " ".join(t.text for t in self.tokens[nxt + comma : named])
            nxt = named
        age, nxt = self._trailing_age(nxt)
        return nxt, name, age

    def _closed(self, at: int) -> bool:
        return at >= len(self.tokens) or self.tokens[at].text in ",.;)"

    def _trailing_age(self, at: int) -> tuple[int | None, int]:
        """ ", 34," or "(34)" after a name."""
        if at + 1 < len(self.tokens) and self.tokens[at].text in ",(":
            value = self.tokens[at + 1].text
            closed = (
                at + 2 >= len(self.tokens)
                or self.tokens[at + 2].text in ",.;)"
                or self.tokens[at + 2].lower in ("and", "of", "was")
            )
            if value.isdigit() and int(value) < 110 and closed:
                nxt = at + 2
                if nxt < len(self.tokens) and self.tokens[nxt].text in ",)" and not self._list_goes_on(nxt + 1):
                    nxt += 1
                return int(value), nxt
        return None, at

    def _list_goes_on(self, at: int) -> bool:
        """Whether another person of a list follows the comma, so that the comma parts them."""
        return at < len(self.tokens) and (
            self.tokens[at].lower in ("and", "a", "an") or self.tokens[at].text[0].isupper()
        )

    def _name_run(self, at: int) -> int | None:
        nxt = at
        while nxt < len(self.tokens) and nxt < at + 5:
            token = self.tokens[nxt]
            initial = token.text == "." and nxt > at and len(self.tokens[nxt - 1].text) <= 2
            quoted = token.text in '"“”' and nxt > at
            if not (initial or quoted or (token.text == "-" and nxt > at)) and not self._is_name(nxt):
                break
            nxt += 1
        while nxt > at and not self.tokens[nxt - 1].text[0].isalpha():
            nxt -= 1
        return nxt if nxt > at else None

    def _is_name(self, at: int) -> bool:
        token = self.tokens[at]
        return (
            token.text[0].isupper()
            and token.lower not in _NOT_NAMES
            and at not in self.words_at
            and "'" not in token.lower.replace("o'", "")
            and not token.lower.endswith(("’s", "'s"))
        )

    def _name(self, at: int) -> int | None:
        """A person by name: capitalised words that are no place, office or day."""
        if at and self.tokens[at - 1].lower in _PREPOSITIONS:
            return None
        end = self._name_run(at)
        if end is None:
            return None
        age, nxt = self._trailing_age(end)
        if age is None and (not self.cased or (at == 0 and end == at + 1 and not self._subject(end))):
            return None
        name = " ".join(t.text for t in self.tokens[at:end])
        people = People(quantity=Quantity(1, 1, Form.BARE, nxt), who=name, name=name, age=age)
        return self._add(at, nxt, people, "P")

    def _subject(self, at: int) -> bool:
        return at < len(self.tokens) and _LETTERS.get(self.tokens[at].lower) in ("B", "V")

    def _bare_number(self, at: int, quantity: Quantity) -> int | None:
        """A number without a noun: "killing 3", "9 dead"; not one that counts something else."""
        if quantity.form not in (Form.NUMBER, Form.VAGUE, Form.ARTICLE, Form.NONE):
            return None
        nxt = quantity.next
        token = self.tokens[nxt] if nxt < len(self.tokens) else None
        article = quantity.form is Form.ARTICLE
        if article and not quantity.additional:
            return None
        if quantity.form is Form.NONE and not (token and token.lower == "one"):
            return None
        if quantity.form is Form.NONE:
            return self._add(at, nxt + 1, People(quantity=quantity, who="no one"))
        if (
            token
            and nxt not in self.words_at
            and token.text[0].isalnum()
            and token.lower not in _LETTERS
            and token.lower not in _FREE
        ):
            return None
        if token and token.text in "%°:-/" and token.start == self.tokens[nxt - 1].end:
            return None
        if (
            quantity.min > 1000
            and quantity.min < 2100
            and quantity.max == quantity.min
            and "," not in self.tokens[at].text
        ):
            return None
        people = People(quantity=quantity, who="", plural=quantity.min > 1)
        return self._add(at, nxt, people, "G" if quantity.form is Form.VAGUE else "Q")

    def _add(self, first: int, nxt: int, people: People, letter: str = "G") -> int:
        self.chunks.append(Chunk(letter, self.tokens[first].start, self.tokens[nxt - 1].end, people))
        return nxt


# Words that may follow a number that counts people: "killing 3 near", "3 seriously wounded".
_FREE = frozenset(
    [
        "near",
        "inside",
        "outside",
        "during",
        "critically",
        "seriously",
        "severely",
        "slightly",
        "badly",
        "lightly",
        "fatally",
        "moderately",
        "others",
        "other",
        "more",
        "for",
        "dead",
        "over",
        "across",
        "around",
        "amid",
        "following",
        "within",
        "who",
        "so",
        "until",
        "because",
        "overnight",
        "today",
        "yesterday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "last",
        "late",
        "early",
        "this",
        "against",
        "under",
        "through",
        "it",
        "he",
        "they",
        "police",
        "officials",
        "including",
        "several",
        "where",
        "there",
        "again",
        "here",
        "feared",
        "if",
        "killed",
        "wounded",
        "reported",
        "than",
        "into",
        "per",
        "out",
        "gravely",
        "minor",
        "still",
        "alone",
    ]
) - {"per"}


def _title_case(sentence: Sentence) -> bool:
    """Whether most long words are capitalised, so that capitals tell nothing of names."""
    words = [t.text for t in sentence.tokens if len(t.text) > 3 and t.text[0].isalpha()]
    return len(words) >= 3 and sum(w[0].isupper() for w in words) > 0.7 * len(words)

"""Counts whose verb stands behind an aside, a relative clause or a list; those who did it; callings and blades."""

from __future__ import annotations

import pytest
from howmany_kit import NONE, Count, count, figures

# title, body, killed, injured
ASIDES: list[tuple[str, str, Count, Count]] = [
    ("", "Nine people, including a nurse and her brother, were killed in the attack.", (9, 9), None),
    ("", "Seven people, most of them from one household, were wounded by the blast.", None, (7, 7)),
    ("", "Ten people, among them four guards who tried to stop him, were injured in the attack.", None, (10, 10)),
    ("", "Her aunt, who tried to pull the man away, was hurt in the attack.", None, (1, 1)),
    ("", "Two watchmen who tried to stop the thieves were gunned down in the raid.", (2, 2), None),
    ("", "Four others jumped from the roof and were hurt in the attack.", None, (4, 4)),
    ("", "The attack killed six. Three died at the market, one at the clinic and two at the mosque.", (6, 6), None),
    ("", "Five people died at the market, three at the clinic and one at the mosque after the blast.", (9, 9), None),
    ("", "Armed men took six passengers off a bus and shot them dead in the raid.", (6, 6), None),
    ("", "Two youths rode up to the stall and shot them in the attack.", None, None),
    ("", "The blast killed nine people and wounded four, a shopkeeper and an aide to the mayor said.", (9, 9), (4, 4)),
    ("Six bodies found after attack", "Police removed the bodies of six men, all with gunshot wounds.", (6, 6), None),
]
DOERS: list[tuple[str, str, Count, Count]] = [
    ("Police kill man who stabbed four at market", "The attack was over in minutes.", None, (4, 4)),
    ("", "A man stabbed two clerks in the attack. Police shot dead three suspects.", None, (2, 2)),
    ("", "The attack killed two children. Their uncle turned the gun on himself and also died.", (2, 2), None),
]
WORDS: list[tuple[str, str, Count, Count]] = [
    ("", "A man hacked his sister and father-in-law to death in the attack.", (2, 2), None),
    ("Raiders hack 12 farmhands to death", "The attack lasted an hour.", (12, 12), None),
    ("", "A mob beat two cattle herders to death after the raid.", (2, 2), None),
    ("", "Hackers hacked two banks in the cyber attack.", None, None),
    ("", "The massacre has haunted the town since the attack.", None, None),
    ("", "Three General Service officers were killed in the ambush.", (3, 3), None),
    ("", "A verger and a sacristan were wounded in the stabbing.", None, (2, 2)),
    ("", "Four troopers are nursing serious injuries after the ambush.", None, (4, 4)),
    ("", "A nursing mother fled the raid.", None, None),
    ("", "Eleven tankers were burnt in the attack.", None, None),
    ("Mayor-elect of hill town murdered", "He was shot on Friday.", (1, 1), None),
    ("", "The town hospital received 9 people, two of whom were dead on arrival, after the blast.", (2, 2), (7, 7)),
    ("", "The mayor received 9 people at his office before the attack.", None, None),
    ("", "The bus was attacked; its driver was treated for shock.", None, None),
    ("Tanker hit by drone, crew safe", "The attack caused a small fire.", NONE, NONE),
    ("", "A drone attack set the ship on fire; all 14 crew members are accounted for.", NONE, NONE),
    ("", "Guards said the money was safe after the raid.", None, None),
    ("", "The drone attack damaged a workshop without hurting anyone.", None, NONE),
    ("Number of wounded in market blast passes 60", "Doctors said 64 people are being treated.", None, (64, 64)),
    ("Toll in hotel attack tops 30", "The search for bodies goes on.", (31, None), None),
    ("", "A man stabbed his wife, 30, and her cousin, 41, to death. A neighbour was lightly wounded.", (2, 2), (1, 1)),
    ("", "A drone attack hit the mall, and police said nobody has died.", NONE, None),
]


@pytest.mark.parametrize(("title", "body", "killed", "injured"), ASIDES + DOERS + WORDS)
def test_counts_are_found_behind_what_parts_them_from_their_verb(
    title: str, body: str, killed: Count, injured: Count
) -> None:
    """Asides and clauses part a count from its verb; doers are no victims; callings, blades and safety are read."""
    found = figures(title, body)
    assert (count(found.killed), count(found.injured)) == (killed, injured)

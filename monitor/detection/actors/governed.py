"""Whether the words in front of a name make it a place, a victim, a disguise or nobody, and no doer."""

from __future__ import annotations

import re

from monitor.detection.text import Text

_PREPOSITION = re.compile(
    r"\b(?:by|on|in|at|against|near|into|from|of|to|with|targeting|killed|killing|between|for|over|across|inside|"
    r"outside|than|like|"
    r"hits?|pounds|bombards|batters|hammers|targets|invades|struck|attacked|ambushed|wounded|kidnapped|condemned|denounced|told|alerted|called)"
    r"\s+(?:the |a |an |some |\d+ |two |"
    r"three )?(?:(?!after|when|as|while|before|show|prove)[\w'-]+ ){0,1}?$"
)
_OBJECT_OF = re.compile(
    r"\b(?:throws?|threw|kill(?:s|ed|ing)?|stabs|shoots|attacks|injuring|wounding|wounds|hits|beats|abducts|kidnaps|"
    r"pushes|"
    r"rushing|assaulting|attacking|stabbing|shooting|leaving)"
    r"(?: (?:at least|about|some|an?|the|his|her|nearly|\d+|two|three))* (?:[\w-]+ )?$"
)
"""Before a person these make him whom it was done to."""
_NOBODY = re.compile(r"\b(?:no|none of the|neither|nor)\s+(?:[\w'-]+ )?$")
"""Who did not: "no militant group claimed responsibility"."""
_MEMBERS = re.compile(
    r"\b(?:dozens|hundreds|scores|thousands|bands?|crowds?|mobs?|handful|remnants|members?|fighters?|guerrillas?|rebels?|militants?|gunmen|men|elements|terrorists|commandos?|groups?|columns?"
    r"|units?|cells?|squads?|wing) (?:of|from|belonging to|affiliated with|linked to) (?:the )?(?:[\w'-]+ ){0,2}?$"
)
_DISGUISE = re.compile(
    r"\b(?:pos(?:ing|ed)|dressed|disguised|masquerad(?:ing|ed)|working|serving) as (?:an? )?(?:[\w-]+ )?$"
)
_RELATIVE = re.compile(r",? +(?:who|which) ")


def is_governed(text: Text, end: int, before: str, *, person: bool) -> bool:
    """Whether `before`, the words in front of a name that ends at `end`, make it no doer; not "members of the FMLN"."""
    if _NOBODY.search(before) or _DISGUISE.search(before):
        return True
    if _RELATIVE.match(text.folded, end):
        return False
    if person and _OBJECT_OF.search(before):
        return True
    return _PREPOSITION.search(before) is not None and _MEMBERS.search(before) is None

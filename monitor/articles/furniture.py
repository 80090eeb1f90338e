"""Lines of a page that are no part of its article: the headline again, share buttons, newsletters, links onward.

Rules look at one line and where it stands. A line that tells something is kept in doubt: losing a sentence of a
report costs more than reading a button's label.
"""

from __future__ import annotations

import re

_ANYWHERE = re.compile(
    r"(?:read (?:more|also|next|the full|full)|see (?:also|more)|related(?: (?:articles?|stor(?:y|ies)|posts?|content|coverage|links?|topics?))?|"
    r"more(?: (?:on this|from|stories|coverage|news))|also (?:read|on|see)|watch(?: (?:live|now|more|below|the video))?|"
    r"recommended(?: for you| stories| reading)?|don't miss|must read|trending|most (?:read|popular)|popular on|editors?'s? (?:picks?|choice)|"
    r"listen(?: now| to)|photos?|video|gallery|live updates|breaking)\s*[:|»>].{0,160}"
    r"|(?:click|tap) here\b.{0,160}|.{0,80}\bclick(?:ing)? here\W*"
    r"|(?:sign up|subscribe|join|register|log in|download|get|follow|like|find|stay)\b.{0,80}\b(?:newsletters?|inbox|e-?mail alerts?|"
    r"our app|the app|on (?:facebook|twitter|instagram|x|telegram|whatsapp|youtube|linkedin)|facebook page|push notifications|google news|"
    r"breaking news alerts?|up to date|free trial|unlimited access)\b.{0,200}"
    r"|(?:follow|contact|reach|e-?mail)\b.{0,60}(?:@\w+|on twitter|at \S+@\S+).{0,120}"
    r"|.{0,100}\bmay be reached at\b.{0,160}"
    r"|(?:share|tweet|email|print|save|comment|reply|copy link|whatsapp|facebook|twitter|pinterest|reddit|telegram|linkedin)"
    r"(?:\s*(?:this(?: (?:article|story|page))?|on \w+|via \w+|link))?\W*"
    r"|\d*\s*comments?\W*|no comments(?: yet)?\W*|leave a (?:comment|reply)\W*|tell us what you think\W*|join the conversation\W*"
    r"|advertisements?|sponsored(?: content)?|story continues(?: below)?(?: advertisement)?|article continues.{0,40}|continue reading.{0,60}"
    r"|(?:©|copyright\b|\(c\)).{0,200}|all rights reserved\W*.{0,80}"
    r"|(?:thanks|thank you) for signing up.{0,80}|sorry!?|there was an error processing.{0,60}|keep an eye on your inbox.{0,80}"
    r"|we value your privacy.{0,200}|this (?:site|website) uses cookies.{0,200}"
    r"|like this (?:story|article)\?.{0,80}|have a (?:news )?tip\?.{0,200}|got a tip\?.{0,200}"
    r"|(?:this article|this story) (?:was|has been|originally|first) .{0,40}(?:published|appeared|updated|corrected|translated).{0,120}"
    r"|filed under\s*:.{0,120}|tags?\s*:.{0,200}|topics?\s*:.{0,200}|categories\s*:.{0,120}|source\s*:.{0,60}"
    r"|[-–—_*=•·#\s]{3,}|\W*",
    re.IGNORECASE,
)
_TAIL_HEADING = re.compile(
    r"(?:you (?:may|might) (?:also )?(?:like|be interested in)|more (?:from|on|stories|news|in|like this)\b.{0,40}|related(?: \w+)?|read (?:more|next)|"
    r"also (?:in the news|read)|recommended(?: \w+){0,2}|popular (?:on|in|now)\b.{0,30}|most (?:read|popular|viewed)|trending(?: now)?|"
    r"latest (?:news|stories|headlines|videos?)|top stories|up next|from the web|around the web|around the network|comments?|explore more|"
    r"editors?'s? picks?|what to read next|see more photos)\s*(?:\.{3}|…)?\s*:?",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"\W{0,3}(?:(?:additional )?reporting|writing|editing|edited|written|compiled|translated|contributed)\b.{0,30}\bby\b.{0,250}"
    r"|.{0,80}\bcontributed (?:to|reporting).{0,80}|with (?:post wires|wire services|agencies|agency inputs|inputs from).{0,60}"
    r"|\W{0,3}(?:©\s*)?(?:AP|AFP|Reuters|PA|PA Media|dpa|PTI|ANI|IANS|UPI|EFE|Agencies|Xinhua|TASS)\W{0,3}",
    re.IGNORECASE,
)
_HEAD_LINES = re.compile(
    r"(?:by|from)\s+[A-Z].{2,80}|(?:published|updated|posted|last (?:updated|modified)|first published)\b.{0,80}"
    r"|.{0,30}\b\d{1,2}:\d{2}\b.{0,30}|\d+ min(?:ute)?s? read|(?:image|photo|picture)(?: credit| source)?\s*[:©].{0,200}"
    r"|(?:getty|reuters|ap|afp|epa|shutterstock)(?: images?)?(?:/.{0,40})?",
    re.IGNORECASE,
)
_NEAR_HEAD = 4
_TAIL_SHARE = 0.4


def without_furniture(text: str, *, titles: tuple[str, ...] = ()) -> str:
    """`text` (a paragraph a line) without lines that are furniture; `titles` are the page's own names for itself."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    lines = _without_head(lines, {_key(title) for title in titles if title})
    lines = _without_tail(lines)
    return "\n".join(line for line in lines if not _ANYWHERE.fullmatch(line))


def _key(line: str) -> str:
    return re.sub(r"\W+", " ", line).strip().lower()


def _without_head(lines: list[str], titles: set[str]) -> list[str]:
    """Without the headline, byline and date lines that stand before the article."""
    head = [line for line in lines[:_NEAR_HEAD] if _key(line) not in titles and not _HEAD_LINES.fullmatch(line)]
    return head + lines[_NEAR_HEAD:]


def _without_tail(lines: list[str]) -> list[str]:
    """Cut at a heading that opens the links onward, where it stands in the last part and no long text follows."""
    first = int(len(lines) * (1 - _TAIL_SHARE))
    for index in range(first, len(lines)):
        if _TAIL_HEADING.fullmatch(lines[index]) and not _tells(lines[index + 1 :]):
            lines = lines[:index]
            break
    while len(lines) > 1 and (_SIGNATURE.fullmatch(lines[-1]) or _ANYWHERE.fullmatch(lines[-1])):
        lines = lines[:-1]
    return lines


def _tells(rest: list[str]) -> bool:
    """Whether an article seems to go on: several paragraphs of running text."""
    return sum(len(line) > 200 and line.count(". ") >= 1 for line in rest) >= 2

"""Furniture goes, reports stay."""

import pytest

from monitor.articles.furniture import without_furniture

BODY = "Shells fell on the old port on Monday, officials said, and two dockers were hurt."
MORE = "The harbour master closed the northern quay until the morning, and ferries were sent elsewhere."


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Port reopens", "Related: The long war", "Click here to subscribe", "Sign up for our daily newsletter",
        "Follow us on Twitter", "Share this article", "12 Comments", "Advertisement", "© 2026 The Ardala Post",
        "All rights reserved.", "Subscribe to our newsletter for breaking news", "***", "Photos:", "Tags: war, port",
        "Ann Lee may be reached at ann@ardala.example", "Have a tip? Write to us.", "Continue reading the main story",
    ],
)  # fmt: skip
def test_furniture_is_taken_out(line: str) -> None:
    """Buttons, links onward, newsletters and notices, wherever they stand."""
    assert without_furniture(f"{BODY}\n{line}\n{MORE}") == f"{BODY}\n{MORE}"


@pytest.mark.parametrize(
    "line",
    [
        "Police shared footage of the attack on Twitter on Monday.",
        "Read the statement: the army denied it had fired.",
        "Comments by the minister drew anger.",
        "Photos showed a crater four metres wide.",
        "More than 40 were hurt.",
        "Watching from his roof, Ali Ban saw the first shell land.",
        "Follow-up strikes hit the depot.",
        "Source told us the attack was planned.",
    ],
)
def test_sentences_stay(line: str) -> None:
    """Words that furniture uses do not make a sentence furniture."""
    assert line in without_furniture(f"{BODY}\n{line}\n{MORE}")


def test_headline_and_byline_before_the_text_go() -> None:
    """The page's title again, the byline and the time are no part of the text; the same words later are."""
    text = f"Shells hit Ardala port\nBy Ann Lee\nUpdated 3 March 2026\n{BODY}\n{MORE}"
    assert without_furniture(text, titles=("Shells hit Ardala port",)) == f"{BODY}\n{MORE}"


def test_the_list_of_links_at_the_end_goes() -> None:
    """From its heading on, where no running text follows."""
    text = "\n".join([BODY, MORE, BODY, MORE, BODY, "You may also like", "Ten best beaches", "A film to see"])
    assert without_furniture(text).endswith(BODY)


def test_a_heading_within_a_report_cuts_nothing() -> None:
    """"Related" in the middle, with paragraphs after it, is not the end."""
    long = f"{BODY} {MORE} {BODY}"
    text = "\n".join([BODY, MORE, "More from the scene", long, long, long])
    assert without_furniture(text).count("Shells fell") == 7


def test_signatures_go_but_a_lone_line_stays() -> None:
    """(Reporting by …) ends a text; a text of one line is kept whatever it is."""
    assert without_furniture(f"{BODY}\n(Reporting by Ann Lee; Editing by Bo Dahl)\nReuters") == BODY
    assert without_furniture("") == ""

"""Canonical addresses: one article, one address; two articles, two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.articles.canonical import canonical_url

SAME = [
    ("HTTP://www.Example.co.uk:80/news/world-123?at_medium=RSS&at_campaign=rss#top", "https://example.co.uk/news/world-123"),
    ("https://m.example.com/a/amp/", "https://example.com/a"),
    ("https://m.example.co.uk/a", "https://example.co.uk/a"),
    ("https://m.co.uk/a", "https://m.co.uk/a"),
    ("https://www.m.com.au/a", "https://m.com.au/a"),
    ("https://amp.example.com/world/blast", "https://example.com/world/blast"),
    ("https://www.google.com/amp/s/www.example.com/a/blast.amp.html", "https://example.com/a/blast.html"),
    ("https://www-example-com.cdn.ampproject.org/c/s/www.example.com/a/blast", "https://example.com/a/blast"),
    ("https://example.com/story.php?id=5&utm_source=x&b=1", "https://example.com/story.php?b=1&id=5"),
    ("https://example.com/2026/08/blast/index.html", "https://example.com/2026/08/blast"),
    ("https://example.com:8443/x?fbclid=1", "https://example.com:8443/x"),
    ("https://example.com/%7euser/caf%c3%a9", "https://example.com/~user/caf%C3%A9"),
    ("https://example.com/café", "https://example.com/caf%C3%A9"),
    ("https://example.com//a///b/", "https://example.com/a/b"),
    ("https://example.com/?p=77&utm_medium=rss", "https://example.com/?p=77"),
    ("https://user:pw@example.com/a", "https://example.com/a"),
    ("https://example.com", "https://example.com/"),
    ("  https://example.com/a ", "https://example.com/a"),
    ("https://[::1]:8080/x/", "https://[::1]:8080/x"),
]
DIFFERENT = [
    ("https://example.com/story?id=5", "https://example.com/story?id=6"),
    ("https://a.example.com/x", "https://b.example.com/x"),
    ("https://example.com/a%2Fb", "https://example.com/a/b"),
    ("https://example.com/Story", "https://example.com/story"),
    ("https://example.com/camp", "https://example.com/c"),
]


@pytest.mark.parametrize(("url", "expected"), SAME)
def test_variants_come_to_one_address(url: str, expected: str) -> None:
    """Tracking, AMP, mobile hosts, ports, case, escapes and index files do not part one article from itself."""
    assert canonical_url(url) == expected


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_may_choose_the_article_stays(one: str, other: str) -> None:
    """Ids, sub-domains, escaped slashes and path case may name another article."""
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize("text", ["", "not a url", "ftp://example.com/a", "http://[broken", "https://", "https://h:99999/"])
def test_what_is_no_web_address_is_left_alone(text: str) -> None:
    """Odd links of feeds raise nothing."""
    assert canonical_url(text) == text


@given(
    st.builds(
        "https://{}.example.org{}{}".format,
        st.sampled_from(["www", "m", "amp", "news"]),
        st.lists(st.sampled_from(["/a", "/amp", "/index.html", "/b.amp.html", "/%41", "//", "/caf\u00e9", "/%2f", "/%"])).map("".join),
        st.sampled_from(["", "?utm_source=a", "?id=1&ref=2", "?b=2&a=1", "?q=%20x"]),
    )
)
def test_idempotent(url: str) -> None:
    """Law: a canonical address is its own canonical address."""
    once = canonical_url(url)
    assert canonical_url(once) == once

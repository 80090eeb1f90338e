"""One address for one article: tracking parameters, AMP and mobile variants, ports, case and fragments taken off.

`canonical_url` is idempotent, keeps any parameter that may choose the article, and never joins two hosts' articles.
What a page says of itself (`rel=canonical`) is read in `monitor.articles.clean`.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"(?:utm_|at_|mc_|pk_|piwik_|mtm_|hsa_|oly_|vero_|wt\.|ns_|_hs|trk|cmp|sc_|spm|ref_|guce_|__twitter|tblci|dicbo)"
    r".*|(?:fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|igshid|igsh|twclid|ttclid|ito|cmpid|cid|icid|ocid|"
    r"ncid|rss|rssid|feed|source|ref|referrer|referer|smid|smtyp|partner|campaign|mkt_tok|traffic_source|xtor|"
    r"taid|ex_cid|sref|srnd|mod|share|shared|soc_src|soc_trk|outputtype|amp|ampmode|_amp|output|amp_js_v|usqp|"
    r"feedname|feedtype|feedref|via|from|src|ftag|intcmp|int_cid|link_source|sh|cn-track|ct|linkid)",
    re.IGNORECASE,
)
# `source`, `ref`, `from` … name where a reader came from on every news site that we met; `id`, `p`, `story`, `page`
# and the like choose the article and stay.
_MOBILE = re.compile(
    r"^(?:www|m|mobile|amp|edition-m|touch|wap|lite)\.(?!(?:com?|net|org|gov|gob|edu|ac|or|ne)\.[a-z]{2}$)(?=[^.]+\.[^.]+)"
)
# m.co.uk is a name of its own: under such a suffix there is no shorter host.
_AMP_PATH = re.compile(r"(?:/amp|/amp\.html|\.amp|/amp-page|/\.amp)/?$|^/amp(?=/)", re.IGNORECASE)
_AMP_HTML = re.compile(r"\.amp\.html$", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_GOOGLE_AMP = re.compile(r"^/amp/(?:s/)?(?P<rest>[^/]+\..+)")
_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")


def canonical_url(url: str) -> str:
    """The address by which an article is known. What is no http(s) URL comes back stripped, unchanged otherwise."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme.lower() not in _PORTS or not host:
        return url
    if inner := _unwrapped(host, parts.path):
        return canonical_url(f"{inner}?{parts.query}")
    netloc = f"[{host}]" if ":" in host else _without_variant(host)
    if port and port != _PORTS[parts.scheme.lower()]:
        netloc += f":{port}"
    return urlunsplit(("https", netloc, _path(parts.path), _query(parts.query), ""))


def _unwrapped(host: str, path: str) -> str | None:
    """The address inside an AMP cache's or viewer's one."""
    if host in ("www.google.com", "google.com") and (match := _GOOGLE_AMP.match(path)):
        return "https://" + match["rest"]
    if host.endswith(".cdn.ampproject.org") and (match := re.match(r"^/[cvi]/(?:s/)?(?P<rest>[^/]+\..+)", path)):
        return "https://" + match["rest"]
    return None


def _without_variant(host: str) -> str:
    while (shorter := _MOBILE.sub("", host)) != host:
        host = shorter
    return host


def _path(path: str) -> str:
    """The path with like escapes written alike, without AMP marks, index files and trailing slashes."""
    path = quote(_ESCAPE.sub(_plain_escape, path), safe="/:@!$&'()*+,;=~%-._")
    path = re.sub(r"//+", "/", path)
    while True:
        shorter = _AMP_HTML.sub(".html", _AMP_PATH.sub("", path)).rstrip("/")
        shorter = _INDEX.sub("", shorter)
        if shorter == path:
            return path or "/"
        path = shorter


def _plain_escape(match: re.Match[str]) -> str:
    """RFC 3986, 6.2.2: unreserved characters stand for themselves, other escapes are written in capitals."""
    character = chr(int(match[1], 16))
    return character if character.isascii() and (character.isalnum() or character in "-._~") else match[0].upper()


def _query(query: str) -> str:
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _TRACKING.fullmatch(name)]
    return urlencode(sorted(kept))

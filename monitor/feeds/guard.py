"""Which addresses this program connects to: the public internet, and private networks only where they are allowed.

Checked three times: the URL's own host (odd spellings of numbers), every address that a name resolves to (one bad one
refuses the name: R28, R51), and every socket before it connects (literals and rebinding). Deny by list *and* by
`is_global`, which alone lets multicast, NAT64, 6to4 and a cloud's wire server pass.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressReason(StrEnum):
    """Why an address is not connected to."""

    LOOPBACK = "loopback"
    PRIVATE = "private"
    LINK_LOCAL = "link_local"
    METADATA = "metadata"
    MULTICAST = "multicast"
    UNSPECIFIED = "unspecified"
    RESERVED = "reserved"
    EMBEDDED = "embedded"
    """An IPv4 address inside an IPv6 one: mapped, NAT64, 6to4, Teredo."""
    UNREADABLE = "unreadable"


class UrlReason(StrEnum):
    """Why a URL is not requested."""

    BAD_URL = "bad_url"
    BAD_SCHEME = "bad_scheme"
    USERINFO = "userinfo"
    ODD_HOST = "odd_host"


class ForbiddenAddressError(OSError):
    """An address that the guard refuses; an OSError, so that the HTTP client treats it as a failed connection."""

    def __init__(self, address: str, reason: AddressReason) -> None:
        super().__init__(f"refused to connect to {address}: {reason}")
        self.reason = reason


def _networks(*texts: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


_METADATA = _networks("169.254.169.254/32", "169.254.170.2/32", "168.63.129.16/32", "100.100.100.200/32",
                      "192.0.0.192/32", "fd00:ec2::254/128")  # fmt: skip
# The instance metadata services of the large clouds, and Azure's wire server, which is a public address.
_EMBEDDED = _networks("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16",
                      "2001::/32")  # fmt: skip
_PRIVATE = _networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
_RESERVED = _networks("0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
                      "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4", "100::/64", "2001:2::/48", "2001:10::/28",
                      "2001:20::/28", "2001:db8::/32", "3fff::/20", "5f00::/16", "fec0::/10")  # fmt: skip


def address_reason(text: str, *, allow_private: bool = False) -> AddressReason | None:
    """Why the IP address `text` is refused; None where it may be connected to.

    `allow_private` opens loopback, private and shared networks; never metadata services, multicast or tunnels.
    """
    try:
        address = ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return AddressReason.UNREADABLE
    reason = _reason(address)
    if allow_private and reason in (AddressReason.LOOPBACK, AddressReason.PRIVATE):
        return None
    return reason


def _reason(address: Address) -> AddressReason | None:
    embedded = _within(address, _EMBEDDED) and str(address) != "::1"
    for reason, holds in (
        (AddressReason.METADATA, _within(address, _METADATA)),
        (AddressReason.PRIVATE, _within(address, _PRIVATE)),
        (AddressReason.UNSPECIFIED, address.is_unspecified),
        (AddressReason.EMBEDDED, embedded),
        (AddressReason.LOOPBACK, address.is_loopback),
        (AddressReason.MULTICAST, address.is_multicast),
        (AddressReason.LINK_LOCAL, address.is_link_local),
        (AddressReason.RESERVED, _within(address, _RESERVED) or not address.is_global),
    ):
        if holds:
            return reason
    return None


def _within(address: Address, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]) -> bool:
    return any(address in network for network in networks)


_NUMERIC_PART = re.compile(r"(?:0[xX][0-9a-fA-F]*|\d+)")


def url_reason(url: str) -> UrlReason | None:
    """Why `url` is not requested at all, whatever it resolves to; None where it may be."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return UrlReason.BAD_URL
    if parts.scheme.lower() not in ("http", "https"):
        return UrlReason.BAD_SCHEME
    if not host or re.search(r"[\x00-\x20\x7f\\]", url):
        return UrlReason.BAD_URL
    if "@" in parts.netloc:
        return UrlReason.USERINFO
    return UrlReason.ODD_HOST if _is_odd_number(host) else None


def _is_odd_number(host: str) -> bool:
    """Octal, hexadecimal, short or padded spellings of an IPv4 address, which the system's resolver would read."""
    if ":" in host:
        return False  # IPv6 has one spelling for each address; the socket guard judges it
    parts = host.rstrip(".").split(".")
    if not _NUMERIC_PART.fullmatch(parts[-1]):
        return False
    try:
        return str(ipaddress.IPv4Address(host)) != host
    except ValueError:
        return True


Vet = Callable[[str], AddressReason | None]
"""Why an address is refused; None where it may be connected to."""


class GuardedResolver(AbstractResolver):
    """Resolves by `inner`, and refuses a name of which any address is refused."""

    def __init__(self, inner: AbstractResolver, vet: Vet) -> None:
        self._inner = inner
        self._vet = vet

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """All addresses of `host`. Raises ForbiddenAddressError where one of them is refused."""
        found = await self._inner.resolve(host, port, family)
        for result in found:
            if reason := self._vet(result["host"]):
                raise ForbiddenAddressError(result["host"], reason)
        return found

    async def close(self) -> None:
        """Closes the inner resolver."""
        await self._inner.close()


class SocketGuard:
    """A socket factory that vets each address at the last moment before it is connected to."""

    def __init__(self, vet: Vet) -> None:
        self._vet = vet

    def __call__(self, candidate: Any) -> socket.socket:
        """A socket for `candidate` (as getaddrinfo gives it). Raises ForbiddenAddressError."""
        family, kind, protocol, _name, address = candidate
        if reason := self._vet(address[0]):
            raise ForbiddenAddressError(address[0], reason)
        return socket.socket(family, kind, protocol)

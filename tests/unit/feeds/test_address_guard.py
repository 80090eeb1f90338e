"""Which addresses and URLs are refused, and that every candidate of a host is vetted."""

from __future__ import annotations

import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.guard import (
    AddressReason,
    ForbiddenAddressError,
    GuardedResolver,
    SocketGuard,
    address_reason,
    url_reason,
)

ADDRESSES = [
    ("8.8.8.8", None), ("1.1.1.1", None), ("2606:4700:4700::1111", None), ("2a00:1450:4001:80b::200e", None),
    ("127.0.0.1", "loopback"), ("127.255.255.254", "loopback"), ("::1", "loopback"),
    ("10.0.0.1", "private"), ("172.16.0.1", "private"), ("172.31.255.255", "private"), ("192.168.1.1", "private"),
    ("100.64.0.1", "private"), ("fc00::1", "private"), ("fd12:3456::1", "private"),
    ("169.254.169.254", "metadata"), ("169.254.170.2", "metadata"), ("168.63.129.16", "metadata"),
    ("100.100.100.200", "metadata"), ("fd00:ec2::254", "metadata"), ("192.0.0.192", "metadata"),
    ("169.254.1.1", "link_local"), ("fe80::1", "link_local"), ("fe80::1%eth0", "link_local"),
    ("224.0.0.1", "multicast"), ("239.255.255.250", "multicast"), ("ff02::1", "multicast"), ("ff0e::1", "multicast"),
    ("0.0.0.0", "unspecified"), ("::", "unspecified"), ("0.1.2.3", "reserved"), ("240.0.0.1", "reserved"),
    ("255.255.255.255", "reserved"), ("192.0.2.1", "reserved"), ("198.18.0.1", "reserved"), ("203.0.113.9", "reserved"),
    ("192.88.99.1", "reserved"), ("2001:db8::1", "reserved"), ("fec0::1", "reserved"), ("100::1", "reserved"),
    ("::ffff:127.0.0.1", "embedded"), ("::ffff:8.8.8.8", "embedded"), ("::ffff:0:8.8.8.8", "embedded"),
    ("::127.0.0.1", "embedded"), ("64:ff9b::7f00:1", "embedded"), ("64:ff9b::808:808", "embedded"),
    ("64:ff9b:1::1", "embedded"), ("2002:7f00:1::", "embedded"), ("2001::1", "embedded"),
    ("not an address", "unreadable"), ("", "unreadable"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "reason"), ADDRESSES)
def test_addresses(address: str, reason: str | None) -> None:
    """R29: each kind of address that is not the public internet has its name."""
    assert address_reason(address) == reason


@pytest.mark.parametrize(("address", "reason"), ADDRESSES)
def test_private_networks_may_be_allowed(address: str, reason: str | None) -> None:
    """`allow_private_networks` opens loopback and private networks, and nothing else."""
    allowed = reason in (None, "loopback", "private")
    assert (address_reason(address, allow_private=True) is None) is allowed


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://outlet.example/feed", None), ("http://outlet.example:8080/feed", None), ("https://1e100.example/", None),
        ("http://8.8.8.8/", None), ("http://[2606:4700::1111]/", None), ("https://outlet.example./", None),
        ("file:///etc/passwd", "bad_scheme"), ("gopher://x.example/", "bad_scheme"), ("ftp://x.example/", "bad_scheme"),
        ("javascript:alert(1)", "bad_scheme"), ("data:text/xml,<rss/>", "bad_scheme"), ("//x.example/", "bad_scheme"),
        ("", "bad_scheme"), ("http://", "bad_url"), ("http://x.example:99999/", "bad_url"), ("http://[::1", "bad_url"),
        ("http://x.example/a b", "bad_url"), ("http://x.example\\@y.example/", "bad_url"), ("http:///path", "bad_url"),
        ("http://x.example/\r\nHost: y", "bad_url"), ("http://user@x.example/", "userinfo"),
        ("http://user:pw@x.example/", "userinfo"), ("http://@x.example/", "userinfo"),
        ("http://2130706433/", "odd_host"), ("http://0x7f000001/", "odd_host"), ("http://0177.0.0.1/", "odd_host"),
        ("http://127.1/", "odd_host"), ("http://127.0.0.1./", "odd_host"), ("http://0x7f.0.0.1/", "odd_host"),
        ("http://1.2.3.4.5/", "odd_host"), ("http://08.8.8.8/", "odd_host"), ("http://0/", "odd_host"),
    ],
)  # fmt: skip
def test_urls(url: str, reason: str | None) -> None:
    """R30: schemes, userinfo, broken ports and brackets, odd spellings of numbers."""
    assert url_reason(url) == reason


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_passes_that_python_calls_private(address: object) -> None:
    """The list is at least as strict as the library's own judgement."""
    judged = address_reason(str(address))
    assert judged is not None or address.is_global  # type: ignore[attr-defined]


class _Names(AbstractResolver):
    """Resolves every name to the given addresses."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self.addresses
        ]

    async def close(self) -> None:
        return None


@pytest.mark.parametrize(
    ("addresses", "refused"),
    [(("8.8.8.8", "1.1.1.1"), False), (("8.8.8.8", "10.0.0.1"), True), (("127.0.0.1",), True), (("2606:4700::1", "::1"), True)],
)
async def test_a_name_with_one_bad_address_is_refused(addresses: tuple[str, ...], refused: bool) -> None:
    """R28, R51: all addresses of a name are vetted; one bad one refuses the name."""
    resolver = GuardedResolver(_Names(*addresses), address_reason)
    if refused:
        with pytest.raises(ForbiddenAddressError):
            await resolver.resolve("mixed.example", 80)
    else:
        assert len(await resolver.resolve("good.example", 80)) == len(addresses)
    await resolver.close()


def test_the_socket_is_the_last_guard() -> None:
    """Whatever slipped past names and literals is refused before a socket exists."""
    guard = SocketGuard(address_reason)
    with pytest.raises(ForbiddenAddressError) as caught:
        guard((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 80)))
    assert caught.value.reason is AddressReason.METADATA
    guard((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80))).close()

"""Signatures after Standard Webhooks 1.0: HMAC-SHA256 over `{id}.{timestamp}.{body}`, one for each secret. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence

PREFIX = "whsec_"


def to_key(secret: str) -> bytes:
    """The key behind a configured secret: what it says in base64, with or without `whsec_` before it.

    That is how the reference verifiers read it. A passphrase that is not base64 stands for its own bytes. Raises
    ValueError where `whsec_` is followed by anything but base64.
    """
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        if secret.startswith(PREFIX):
            raise ValueError("a secret that begins with whsec_ goes on in base64") from error
        return secret.encode()


def sign(keys: Sequence[bytes], webhook_id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`: while one secret replaces another, receivers find both."""
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    digests = (hmac.new(key, signed, hashlib.sha256).digest() for key in keys)
    return " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests)

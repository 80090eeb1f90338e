"""Real receivers on loopback for delivery tests: an HTTP server that does what it is told, and one that acts as Slack."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(frozen=True)
class Got:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def key(self) -> str:
        return self.headers.get("webhook-id", "")


@dataclass(frozen=True)
class Reply:
    """What to answer; `hang` never answers, `reset` breaks the connection."""

    status: int = 200
    text: str = "ok"
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False
    reset: bool = False


OK, HANG, RESET = Reply(), Reply(hang=True), Reply(reset=True)
Judge = Callable[[Got], Reply]


class HttpReceiver:
    """Answers each request with the next of `replies`, then with `judge`. `accepted` are those answered 2xx."""

    def __init__(self, *replies: Reply, judge: Judge = lambda _got: OK) -> None:
        self.replies = deque(replies)
        self.judge = judge
        self.got: list[Got] = []
        self.accepted: list[Got] = []
        self._news = asyncio.Condition()
        self._closing = asyncio.Event()

    async def __aenter__(self) -> HttpReceiver:
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}/services/T0/B0/s3cretpath"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        got = Got(request.path, dict(request.headers), await request.read(), asyncio.get_running_loop().time())
        self.got.append(got)
        reply = self.replies.popleft() if self.replies else self.judge(got)
        if 200 <= reply.status < 300 and not (reply.hang or reply.reset):
            self.accepted.append(got)
        async with self._news:
            self._news.notify_all()
        if reply.hang:
            await self._closing.wait()
        if reply.reset:
            assert request.transport is not None
            request.transport.abort()
        return web.Response(status=reply.status, text=reply.text, headers=reply.headers)

    async def until(self, enough: Callable[[HttpReceiver], bool], *, seconds: float = 10.0) -> None:
        """Waits until `enough(self)`."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: enough(self))

    async def until_accepted(self, count: int, *, seconds: float = 10.0) -> list[Got]:
        """Waits for `count` accepted requests."""
        await self.until(lambda r: len(r.accepted) >= count, seconds=seconds)
        return self.accepted


def slack_judge(got: Got) -> Reply:
    """Refuses what Slack's incoming webhooks refuse: its limits, and control sequences that would call people."""
    try:
        payload = json.loads(got.body)
    except ValueError:
        return Reply(400, "invalid_payload")
    fault = slack_fault(payload)
    return Reply(400, fault) if fault else OK


def slack_fault(payload: Any) -> str | None:
    """What is wrong with a Slack payload after Block Kit's reference; None where Slack takes it."""
    if not isinstance(payload, dict) or not isinstance(payload.get("text"), str) or not payload["text"]:
        return "no_text"
    blocks = payload.get("blocks", [])
    if len(blocks) > 50 or len(payload["text"]) > 4000:
        return "invalid_blocks"
    if len(json.dumps(payload, ensure_ascii=False)) > 16_000 or _length(payload) > 13_000:
        return "msg_blocks_too_long"
    return next((fault for block in blocks if (fault := _block_fault(block))), None)


def _length(payload: dict[str, Any]) -> int:
    return sum(len(text) for block in payload.get("blocks", []) for text in _texts(block))


def _texts(block: Any) -> list[str]:
    if isinstance(block, dict):
        own = [block["text"]] if isinstance(block.get("text"), str) else []
        return own + [text for key, value in block.items() if key != "type" for text in _texts(value)]
    return [text for item in block for text in _texts(item)] if isinstance(block, list) else []


def _block_fault(block: dict[str, Any]) -> str | None:
    kind, texts = block.get("type"), _texts(block)
    if any(not text for text in texts):
        return "invalid_blocks"
    if kind == "header":
        ok = block["text"]["type"] == "plain_text" and len(block["text"]["text"]) <= 150
        return None if ok else "invalid_blocks"
    if kind == "section":
        fields = block.get("fields", [])
        if "text" not in block and not fields:
            return "invalid_blocks"
        too_long = len(block.get("text", {}).get("text", "")) > 3000 or any(len(f["text"]) > 2000 for f in fields)
        return "invalid_blocks" if too_long or len(fields) > 10 else None
    if kind == "context":
        elements = block.get("elements", [])
        ok = 1 <= len(elements) <= 10 and all(len(e["text"]) <= 2000 for e in elements)
        return None if ok else "invalid_blocks"
    return None if kind == "divider" else "invalid_blocks"

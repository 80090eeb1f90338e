"""`monitor explain` reads files, pages and stored articles alike."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml

from monitor.domain.article import Article
from monitor.storage.codec import pack
from monitor.storage.keys import Keys

STORY = "Two rockets hit the port of Basra on Monday, police said. Three dockers were killed and five were wounded by the blasts."
PAGE = f"<html><head><title>Rockets hit Basra port</title></head><body><article><h1>Rockets hit Basra port</h1><p>{STORY}</p><p>The harbour was closed until the morning, its master said, and ships were sent elsewhere.</p></article></body></html>"


@pytest.fixture
def base() -> Iterator[str]:
    """A site with one page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/story"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE.encode() if found else b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def explain(config: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, as its user runs it."""
    return subprocess.run(
        [sys.executable, "-m", "monitor", "explain", "--config", str(config), *arguments],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_a_page_is_fetched_and_explained(base: str, tmp_path: Path) -> None:
    """By the fetcher's rules: private addresses only where allowed; what cannot be had is told, status 1."""
    config = tmp_path / "c.yaml"
    config.write_text("polling: {allow_private_networks: true}")
    told = json.loads(explain(config, "--json", f"{base}/story").stdout)
    assert told["attack"] is True
    assert told["events"][0]["type"] == "shelling"
    missing = explain(config, f"{base}/none")
    assert (missing.returncode, missing.stdout) == (1, "")
    config.write_text("polling: {allow_private_networks: false}")
    refused = explain(config, f"{base}/story")
    assert refused.returncode == 1
    assert "refused" in refused.stderr


@pytest.mark.slow
def test_a_stored_article_is_explained(redis_server: str, redis_client, tmp_path: Path) -> None:
    """By its id; one that is not there is told as such."""
    config = tmp_path / "c.yaml"
    config.write_text(yaml.safe_dump({"redis": {"url": redis_server}}))
    article = Article(id="a1", title="Rockets hit Basra port", text=STORY)
    redis_client.hset(Keys().article("a1"), "article", pack(article))
    shown = explain(config, "a1")
    assert shown.returncode == 0
    assert "Rockets hit Basra port" in shown.stdout
    missing = explain(config, "a2")
    assert missing.returncode == 1
    assert "no file, URL or article of that name" in missing.stderr

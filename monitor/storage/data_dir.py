"""The data_dir belongs to one `monitor run` at a time."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from monitor.errors import StoreError

_LOCK_NAME = "monitor.lock"


class DataDirLock:
    """An advisory lock on data_dir, held until closed or until the process is gone, however it goes."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / _LOCK_NAME
        self._descriptor: int | None = None

    def __enter__(self) -> DataDirLock:
        self.take()
        return self

    def __exit__(self, *_: object) -> None:
        self.free()

    def take(self) -> None:
        """Takes the lock and writes our process id into it. Raises StoreError naming who holds it."""
        make_private(self._path.parent)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(descriptor)
            raise StoreError(
                f"another `monitor run` (process {holder}) uses data_dir {self._path.parent}:"
                " stop it first, or give this one another data_dir",
                subject=str(self._path.parent),
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor

    def free(self) -> None:
        """Gives the lock back. The file stays: removing it would let two processes lock two files of one name."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def make_private(directory: Path) -> None:
    """Makes `directory` for this user alone, if it is not there yet. Raises StoreError where that cannot be."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make {directory}: {error.strerror}", subject=str(directory)) from error
    if directory.stat().st_uid not in {os.getuid(), 0} or not os.access(directory, os.W_OK | os.X_OK):
        raise StoreError(f"{directory} belongs to somebody else, or cannot be written", subject=str(directory))

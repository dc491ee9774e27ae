"""One builder at a time: a lock on the store directory that the system releases when its holder ends, however."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ipgraph.errors import StoreError, WriteConflict


@contextmanager
def hold(store_dir: Path) -> Iterator[None]:
    """Hold the store directory's lock for the duration of the block; makes the directory where it is missing.

    Raises:
        WriteConflict: another process holds it.
        StoreError: the directory cannot be written.

    """
    try:
        store_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(store_dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(f"{store_dir}: cannot be written ({error.strerror}); choose another directory") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 32, 0).decode().strip() or "unknown"
            raise WriteConflict(
                f"{store_dir}: another build or write holds this store (process {holder}); wait for it, or choose "
                "another --store"
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)

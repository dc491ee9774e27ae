"""Files that must be gone, or must be on disk, before the next step of a build."""

import os
import shutil
from contextlib import suppress
from pathlib import Path


def discard(path: Path) -> None:
    """Remove a file, a link or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def sync_tree(root: Path) -> None:
    """Bring every file and folder under `root` to the disk."""
    for folder, _, names in os.walk(root):
        for name in names:
            _sync(Path(folder, name))
        sync_directory(Path(folder))


def sync_directory(path: Path) -> None:
    """Bring a folder's entries to the disk; some file systems cannot, and need not."""
    with suppress(OSError):
        _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Marks in memory that all processes of one machine share: whoever changes something changes its mark.

A process that remembers something together with its mark knows from a glance whether it was changed since, by whomever.
Several names share a mark, so a change may look like more than it was, never like less.
"""

from __future__ import annotations

import mmap
import os
from pathlib import Path
from zlib import crc32

MARKS, WIDTH = 4096, 8


class Stamps:
    """The marks in a file, which is mapped into memory. Marks are drawn by lot: none comes again. May raise OSError."""

    def __init__(self, path: Path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(handle).st_size < MARKS * WIDTH:
                # Written, so that there is room on the disk: writing to a hole of a mapped file may end the process.
                os.pwrite(handle, os.urandom(MARKS * WIDTH), 0)
            self._map = mmap.mmap(handle, MARKS * WIDTH)
        finally:
            os.close(handle)

    def of(self, name: str) -> bytes:
        """The mark of a name now. Read it before what it is the mark of."""
        at = _place(name)
        return self._map[at : at + WIDTH]

    def change(self, name: str) -> None:
        """Another mark for a name. Change it after what it is the mark of."""
        at = _place(name)
        self._map[at : at + WIDTH] = os.urandom(WIDTH)

    def change_all(self) -> None:
        """Other marks for all names."""
        self._map[:] = os.urandom(MARKS * WIDTH)


def _place(name: str) -> int:
    return crc32(name.encode()) % MARKS * WIDTH

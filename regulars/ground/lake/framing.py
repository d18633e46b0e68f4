"""Records in an append-only file: length, checksum, bytes. What a crash tore is told from what is whole."""

import zlib
from collections.abc import Iterator
from struct import Struct

MAGIC = b"RLAKE-1\n"
LONGEST = 32 * 1024 * 1024
_LENGTH = Struct("<I")
_HEADER = Struct("<II")


def frame(payload: bytes) -> bytes:
    """Return the record of a payload; the checksum covers the length, so a run of zeros is never a record."""
    if len(payload) > LONGEST:
        raise ValueError(f"A record holds at most {LONGEST} bytes, not {len(payload)}.")
    length = _LENGTH.pack(len(payload))
    return b"%b%b%b" % (length, _LENGTH.pack(zlib.crc32(payload, zlib.crc32(length))), payload)


def payloads(data: memoryview, start: int = 0) -> Iterator[tuple[memoryview, int]]:
    """Yield each whole payload with the offset behind it, and stop at the first that is torn or damaged."""
    while True:
        body = start + _HEADER.size
        if body > len(data):
            return
        length, checksum = _HEADER.unpack_from(data, start)
        end = body + length
        if length > LONGEST or end > len(data):
            return
        payload = data[body:end]
        if zlib.crc32(payload, zlib.crc32(data[start : start + _LENGTH.size])) != checksum:
            return
        yield payload, end
        start = end

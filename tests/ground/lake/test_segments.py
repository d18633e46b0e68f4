"""Segments: closed means that nobody will ever write there again; a tail is told from what is whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from regulars.ground.lake import segments
from regulars.ground.lake.framing import frame


def test_a_segment_is_open_as_long_as_its_writer_holds_it(where: Path) -> None:
    path, fd = segments.create(where, "beacons")
    assert not segments.closed(path)
    segments.release(fd)
    assert segments.closed(path)


def test_a_segment_of_a_dead_process_is_closed(where: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from regulars.ground.lake import segments;"
        "segments.create(Path(sys.argv[1]), 'beacons'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(where)], check=False)
    [path] = segments.listed(where, "beacons")
    assert segments.closed(path)
    assert segments.read(path) == segments.Part([], path.stat().st_size, 0)


@pytest.mark.parametrize("torn", [1, 7, 8, 11])
def test_a_torn_tail_is_counted_and_left_out(where: Path, torn: int) -> None:
    path, fd = segments.create(where, "beacons")
    os.write(fd, frame(b"whole") + frame(b"torn")[:torn])
    part = segments.read(path)
    assert (part.payloads, part.left) == ([b"whole"], torn)
    segments.release(fd)


def test_reading_goes_on_where_it_ended(where: Path) -> None:
    path, fd = segments.create(where, "beacons")
    os.write(fd, frame(b"one"))
    first = segments.read(path)
    assert segments.read(path, first.end) == segments.Part([], first.end, 0)
    os.write(fd, frame(b"two"))
    assert segments.read(path, first.end).payloads == [b"two"]
    segments.release(fd)


def test_a_file_that_is_no_segment_is_left_alone(where: Path) -> None:
    path = where / "strange.seg"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"something else")
    assert segments.read(path) == segments.Part([], 0, len(b"something else"))


def test_an_unknown_stream_is_refused(where: Path) -> None:
    with pytest.raises(segments.UnknownStream, match="beacons, facts"):
        segments.listed(where, "../../etc")

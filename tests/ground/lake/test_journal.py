"""Group commit: many appends share a sync, none is told "done" before it, none waits for ever."""

import asyncio
import errno
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from regulars.ground.lake import segments
from regulars.ground.lake.disk import Disk
from regulars.ground.lake.framing import frame
from regulars.ground.lake.journal import Busy, Journal, Limits, Stopped, journal


class WatchedDisk(Disk):
    """Counts syncs, and lets a sync through only when the gate is open."""

    def __init__(self) -> None:
        self.syncs = 0
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()

    def sync(self, fd: int) -> None:
        self.entered.set()
        self.gate.wait(10)
        super().sync(fd)
        self.syncs += 1


class FailingDisk(Disk):
    """Fails on the chosen call, after half of the bytes were written."""

    def __init__(self, call: str) -> None:
        self.call = call

    def write(self, fd: int, data: bytes) -> None:
        if self.call == "write":
            os.write(fd, data[: len(data) // 2])
            self.call = ""
            raise OSError(errno.ENOSPC, "No space left on device")
        super().write(fd, data)

    def sync(self, fd: int) -> None:
        if self.call == "sync":
            self.call = ""
            raise OSError(errno.EIO, "Input/output error")
        super().sync(fd)


def _written(where: Path) -> list[bytes]:
    return [payload for path in segments.listed(where, "beacons") for payload in segments.read(path).payloads]


def test_two_hundred_requests_share_a_few_syncs(where: Path) -> None:
    disk = WatchedDisk()
    writer = Journal(where, "beacons", disk=disk)

    async def many() -> None:
        await asyncio.gather(*(writer.commit(frame(b"%d" % number)) for number in range(200)))

    asyncio.run(many())
    assert sorted(_written(where), key=int) == [b"%d" % number for number in range(200)]
    assert 1 <= disk.syncs <= 10
    writer.close()


def test_nobody_is_told_before_the_sync(where: Path) -> None:
    disk = WatchedDisk()
    disk.gate.clear()
    writer = Journal(where, "beacons", disk=disk)

    async def watch() -> tuple[bool, bool]:
        task = asyncio.create_task(writer.commit(frame(b"x")))
        while not disk.entered.is_set():
            await asyncio.sleep(0.001)
        before = task.done()
        disk.gate.set()
        await task
        return before, task.done()

    assert asyncio.run(watch()) == (False, True)
    writer.close()


def test_threads_and_coroutines_share_one_writer(where: Path) -> None:
    writer = Journal(where, "beacons")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: writer.append(frame(b"%d" % number)), range(50)))
    asyncio.run(writer.commit(frame(b"50")))
    assert sorted(_written(where), key=int) == [b"%d" % number for number in range(51)]
    assert len(segments.listed(where, "beacons")) == 1
    writer.close()


@pytest.mark.parametrize("call", ["write", "sync"])
def test_a_failing_disk_is_reported_and_the_next_append_starts_a_new_segment(where: Path, call: str) -> None:
    writer = Journal(where, "beacons", disk=FailingDisk(call))
    with pytest.raises(OSError, match=r"No space|Input/output"):
        writer.append(frame(b"lost"))
    writer.append(frame(b"kept"))
    writer.close()
    assert _written(where) == [b"kept"]
    assert [segments.read(path).left for path in segments.listed(where, "beacons")] == [0, 0]


def test_a_full_queue_refuses_at_once_and_recovers(where: Path) -> None:
    disk = WatchedDisk()
    disk.gate.clear()
    writer = Journal(where, "beacons", disk=disk, limits=Limits(waiting_bytes=1000))
    first = threading.Thread(target=writer.append, args=(frame(b"x" * 600),))
    first.start()
    disk.entered.wait(10)
    with pytest.raises(Busy):
        writer.append(frame(b"y" * 600))
    disk.gate.set()
    first.join()
    writer.append(frame(b"z" * 600))
    writer.close()
    assert _written(where) == [b"x" * 600, b"z" * 600]


def test_a_full_segment_gives_way_to_a_new_one(where: Path) -> None:
    writer = Journal(where, "beacons", limits=Limits(segment_bytes=100))
    for number in range(4):
        writer.append(frame(b"%d" % number * 100))
    writer.close()
    assert len(segments.listed(where, "beacons")) == 4
    assert len(_written(where)) == 4


def test_an_old_segment_is_closed_even_if_nothing_more_comes(where: Path) -> None:
    writer = Journal(where, "beacons", limits=Limits(segment_seconds=0.01))
    writer.append(frame(b"x"))
    [path] = segments.listed(where, "beacons")
    for _ in range(500):
        if segments.closed(path):
            break
        threading.Event().wait(0.01)
    assert segments.closed(path)
    writer.close()


def test_a_closed_journal_takes_nothing_and_has_written_all(where: Path) -> None:
    writer = Journal(where, "beacons")
    writer.append(frame(b"x"))
    writer.close()
    with pytest.raises(Stopped):
        writer.append(frame(b"y"))
    assert _written(where) == [b"x"]


def test_a_process_has_one_writer_per_stream(where: Path) -> None:
    assert journal(where, "beacons") is journal(where, "beacons")
    assert journal(where, "beacons") is not journal(where, "facts")


def test_a_forked_child_writes_to_a_segment_of_its_own(where: Path) -> None:
    journal(where, "beacons").append(frame(b"parent"))
    child = os.fork()
    if child == 0:
        try:
            journal(where, "beacons").append(frame(b"child"))
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    journal(where, "beacons").append(frame(b"parent again"))
    assert os.waitstatus_to_exitcode(status) == 0
    found = [segments.read(path).payloads for path in segments.listed(where, "beacons")]
    assert sorted(found) == [[b"child"], [b"parent", b"parent again"]]

"""The one contract of every cache: values with an end, numbers counted once each, damage survived."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache

from regulars.ground.engines.cache import FileCache, cache
from regulars.ground.engines.database import BadUrl


@pytest.fixture(params=["file", "memory"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BaseCache]:
    """Each implementation, empty."""
    made = FileCache(str(tmp_path / "cache"), {}) if request.param == "file" else LocMemCache("contract", {})
    made.clear()
    yield made
    made.clear()


def test_values_come_back_as_they_were(kept: BaseCache) -> None:
    for value in (0, -7, 2**70, True, None, "茶", b"\x00", {"a": [1, 2]}, 1.5):
        kept.set("key", value)
        found = kept.get("key", "nothing")
        assert found == value
        assert type(found) is type(value)
    assert kept.get("other", "nothing") == "nothing"


def test_a_value_ends(kept: BaseCache) -> None:
    with time_machine.travel("2026-11-11T00:00:00Z", tick=False) as clock:
        kept.set("short", 1, 60)
        kept.set("for ever".replace(" ", "-"), 1, None)
        clock.shift(61)
        assert kept.get("short") is None
        assert kept.get("for-ever") == 1
        assert kept.add("short", 2, 60)
        assert not kept.add("short", 3, 60)
        assert kept.get("short") == 2
        assert kept.touch("short", 600)
        clock.shift(61)
        assert kept.get("short") == 2
        assert kept.delete("short")
        assert not kept.delete("short")
        assert not kept.touch("short", 60)


def test_numbers_go_up_and_down_and_keep_their_end(kept: BaseCache) -> None:
    with time_machine.travel("2026-11-11T00:00:00Z", tick=False) as clock:
        kept.set("tries", 0, 60)
        assert [kept.incr("tries"), kept.incr("tries", 5), kept.decr("tries")] == [1, 6, 5]
        clock.shift(61)
        with pytest.raises(ValueError):
            kept.incr("tries")


def test_nothing_is_counted_twice_or_not_at_all(kept: BaseCache) -> None:
    kept.set("tries", 0)
    seen: list[int] = []

    def count() -> None:
        for _ in range(50):
            seen.append(kept.incr("tries"))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(seen) == list(range(1, 201))


def test_one_file_is_seen_by_every_process(tmp_path: Path) -> None:
    mine = FileCache(str(tmp_path / "cache"), {})
    mine.set("tries", 1)
    pid = os.fork()
    if pid == 0:
        try:
            mine.incr("tries")
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    assert mine.get("tries") == 2
    assert FileCache(str(tmp_path / "cache"), {}).get("tries") == 2
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0


def test_what_one_process_changes_another_has_not_remembered(tmp_path: Path) -> None:
    here, there = (FileCache(str(tmp_path / "cache"), {}) for _ in range(2))
    changes: list[Callable[[], object]] = [
        lambda: there.set("key", [2]),
        lambda: there.delete("key"),
        lambda: there.add("key", 3),
        lambda: there.incr("key"),
        lambda: there.clear(),
    ]
    here.set("key", [1])
    for change, value in zip(changes, ([2], None, 3, 4, None), strict=True):
        here.get("key"), here.get("key")
        change()
        assert here.get("key") == value == here.get("key")


def test_what_is_remembered_ends_when_the_value_does_and_belongs_to_nobody(tmp_path: Path) -> None:
    kept = FileCache(str(tmp_path / "cache"), {})
    with time_machine.travel("2026-11-11T00:00:00Z", tick=False) as clock:
        kept.set("key", [1], 0.5)
        kept.get("key").append(2)
        assert kept.get("key") == [1]
        clock.shift(0.6)
        assert kept.get("key") is None
        kept.set("other", 1, 60)
        assert kept.get("other") == 1
        clock.shift(-3600)
        assert kept.get("other") == 1
        clock.shift(3700)
        assert kept.get("other") is None


def test_values_are_read_once_a_second_while_nobody_changes_them(tmp_path: Path) -> None:
    kept = FileCache(str(tmp_path / "cache"), {})
    with time_machine.travel("2026-11-11T00:00:00Z", tick=False) as clock:
        kept.set("key", 1)
        assert kept.get("key") == 1
        # Changed behind everybody's back: what a process that died before it changed the mark leaves behind.
        with sqlite3.connect(tmp_path / "cache") as file:
            file.execute("UPDATE entry SET value = 2")
        assert kept.get("key") == 1
        clock.shift(1.1)
        assert kept.get("key") == 2


def test_what_is_shared_is_one_object_until_somebody_changes_it(tmp_path: Path) -> None:
    mine, theirs = (FileCache(str(tmp_path / "cache"), {}) for _process in range(2))
    with time_machine.travel("2026-11-11T00:00:00Z", tick=False) as clock:
        assert mine.shared("market") is None
        mine.set("market", {"name": "Regulars"}, 60)
        first = mine.shared("market")
        assert first == {"name": "Regulars"}
        assert mine.shared("market") is first
        theirs.set("market", {"name": "Others"}, 60)
        assert mine.shared("market") == {"name": "Others"}
        theirs.delete("market")
        assert mine.shared("market") is None
        mine.set("market", {"name": "Short"}, 0.5)
        assert mine.shared("market") == {"name": "Short"}
        clock.shift(0.6)
        assert mine.shared("market") is None


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    place = tmp_path / "cache"
    place.write_bytes(b"no database at all" * 100)
    kept = FileCache(str(place), {})
    assert kept.get("key") is None
    kept.set("key", "value")
    assert kept.get("key") == "value"


def test_what_cannot_be_kept_is_forgotten(tmp_path: Path) -> None:
    kept = FileCache(str(tmp_path / "missing" / "cache"), {})
    kept.set("key", 1)
    assert kept.get("key", "nothing") == "nothing"
    assert not kept.add("key", 1)
    with pytest.raises(ValueError):
        kept.incr("key")


def test_the_url_chooses() -> None:
    assert cache("file:///srv/cache")["LOCATION"] == "/srv/cache"
    assert cache("redis://10.0.0.1:6379/0")["BACKEND"].endswith("RedisCache")
    with pytest.raises(BadUrl):
        cache("memcached://host")

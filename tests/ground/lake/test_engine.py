"""The contract of every engine: what was appended can be asked for, at once, by the same expressions."""

import threading
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import ibis
import pytest

from regulars.ground.lake import append, journal, prop
from regulars.ground.lake.arrivals import Tail
from regulars.ground.lake.columns import SCHEMAS
from regulars.ground.lake.compaction import compact
from regulars.ground.lake.engine import ENGINES, Engine, engine_at
from regulars.ground.lake.folder import FolderEngine
from regulars.ground.lake.place import LakeMisplaced
from regulars.ground.lake.segments import UnknownStream

from .samples import MEI, NOON, RAVI, fact, seen

Addresses: dict[str, Callable[[Path], str]] = {"file": lambda where: where.as_uri()}


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, where: Path) -> Engine:
    """Return each known engine over an empty lake."""
    return ENGINES[request.param](Addresses[request.param](where))


def _compact(engine: Engine) -> None:
    journal.close_all()
    engine.compact(NOON)


def test_an_empty_lake_has_all_columns_and_no_rows(engine: Engine) -> None:
    for stream, schema in SCHEMAS.items():
        table = engine.table(stream)
        assert list(table.columns) == [*schema.names, "day"]
        assert table.count().execute() == 0


def test_columns_are_the_same_after_compaction(engine: Engine, where: Path) -> None:
    before = {stream: engine.table(stream).schema() for stream in SCHEMAS}
    append("beacons", [seen(1)], folder=where)
    append("facts", [fact(1)], folder=where)
    _compact(engine)
    assert {stream: engine.table(stream).schema() for stream in SCHEMAS} == before


def test_what_is_appended_shows_in_the_next_answer(engine: Engine, where: Path) -> None:
    for number in range(5):
        append("beacons", [seen(number)], folder=where)
        assert engine.table("beacons").count().execute() == number + 1
        if number == 2:
            _compact(engine)
            assert engine.table("beacons").count().execute() == number + 1


def test_each_id_counts_once_wherever_its_copies_lie(engine: Engine, where: Path) -> None:
    for _ in range(2):
        append("beacons", [seen(number) for number in range(10)], folder=where)
        _compact(engine)
        append("beacons", [seen(number) for number in range(5, 12)], folder=where)
        assert engine.table("beacons").count().execute() == 12
        assert engine.table("beacons").id.nunique().execute() == 12


def test_portable_expressions_answer_the_same_fresh_and_compacted(engine: Engine, where: Path) -> None:
    append("beacons", [seen(number, props={"q": f"壶{number % 3}"}) for number in range(30)], folder=where)
    fresh = _words(engine.table("beacons"))
    _compact(engine)
    assert _words(engine.table("beacons")) == fresh
    assert sum(row["n"] for row in fresh) == 30
    assert {row["store"] for row in fresh} == {MEI, RAVI}


def _words(table: Any) -> list[dict[str, Any]]:
    week = table.at.truncate("W")
    counted = table.group_by(table.store, q=prop(table.props, "q"), week=week).agg(n=table.count())
    answer: list[dict[str, Any]] = counted.order_by("store", "q").to_pyarrow().to_pylist()
    return answer


def test_streams_can_be_joined(engine: Engine, where: Path) -> None:
    append("beacons", [seen(number, person="per_alice") for number in range(4)], folder=where)
    append("facts", [fact(1), fact(2, person="per_bob")], folder=where)
    connection = engine.connection()
    seen_by, paid = connection.table("beacons"), connection.table("facts")
    both = paid.semi_join(seen_by, "person").count()
    assert both.execute() == 1


def test_a_range_of_time_is_answered_exactly(engine: Engine, where: Path) -> None:
    append("beacons", [seen(number) for number in range(60)], folder=where)
    _compact(engine)
    table = engine.table("beacons")
    start = (NOON + timedelta(seconds=10)).replace(tzinfo=None)
    wanted = table.filter(table.at >= ibis.literal(start), table.day == ibis.date("2026-11-11"))
    assert wanted.count().execute() == 50


def test_an_earlier_expression_still_runs_after_more_arrived(engine: Engine, where: Path) -> None:
    append("beacons", [seen(1)], folder=where)
    expression = engine.table("beacons").count()
    append("beacons", [seen(2)], folder=where)
    engine.table("beacons")
    _compact(engine)
    assert expression.execute() in (1, 2)


def test_many_threads_may_ask_while_others_write_and_compact(engine: Engine, where: Path) -> None:
    problems: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        last = 0
        try:
            while not done.is_set():
                count = int(engine.table("beacons").count().execute())
                assert count >= last, f"{count} rows after {last}"
                last = count
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for part in range(8):
        append("beacons", [seen(part * 10 + number) for number in range(10)], folder=where)
        _compact(engine)
    done.set()
    for thread in threads:
        thread.join()
    assert problems == []
    assert engine.table("beacons").count().execute() == 80


def test_a_compaction_in_the_middle_of_looking_hides_nothing(
    where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append("beacons", [seen(number) for number in range(10)], folder=where)
    journal.close_all()
    look = Tail.table
    looks: list[str] = []

    def compacted_first(tail: Tail, absorbed: Iterable[str]) -> tuple[Any, bool]:
        looks.append("look")
        if len(looks) == 1:
            compact(where, NOON)
        return look(tail, absorbed)

    monkeypatch.setattr(Tail, "table", compacted_first)
    assert FolderEngine(where).table("beacons").count().execute() == 10
    assert len(looks) == 2


def test_an_unknown_stream_is_refused(engine: Engine) -> None:
    with pytest.raises(UnknownStream):
        engine.table("orders")


@pytest.mark.parametrize("address", ["s3://bucket/lake", "ftp://x", "lake", ""])
def test_an_address_without_an_engine_is_refused(address: str) -> None:
    with pytest.raises(LakeMisplaced):
        engine_at(address)

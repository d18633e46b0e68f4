"""What a browser may say, and what becomes of the rest."""

import time
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.ground.lake import beacons

from .samples import beacon

NOW = time.time_ns() // 1_000_000
DAY = 24 * 3600 * 1000


def _now() -> int:
    """The present, for the run may be long past the import."""
    return time.time_ns() // 1_000_000


def _decode(*events: Any) -> tuple[list[str], list[tuple[int, str]]]:
    kept, rejects = beacons.decode(msgspec.json.encode(events), now=_now())
    return [event.id for event in kept], [(reject.index, reject.reason) for reject in rejects]


def test_every_kind_of_event_is_known_by_its_name() -> None:
    events = [beacon(name=name, ref="prd_teapot") for name in beacons.NAMES.values()]
    assert _decode(*events) == ([event["id"] for event in events], [])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": "purchase"}, "Invalid value 'purchase'"),
        ({"name": ...}, "missing required field `name`"),
        ({"person": "per_bob"}, "unknown field `person`"),
        ({"visitor": "vis_bob"}, "unknown field `visitor`"),
        ({"received_at": 1}, "unknown field `received_at`"),
        ({"ip": "127.0.0.1"}, "unknown field `ip`"),
        ({"id": ...}, "missing required field `id`"),
        ({"id": "short"}, "length >= 16"),
        ({"id": "x" * 41}, "length <= 40"),
        ({"id": "spaces are not allowed"}, "`id` may hold only"),
        ({"id": "quote'quote'quote'"}, "`id` may hold only"),
        ({"id": "陶" * 20}, "`id` may hold only"),
        ({"at": "yesterday"}, "Expected `int`"),
        ({"at": True}, "Expected `int`"),
        ({"at": NOW + beacons.FUTURE + DAY}, "future"),
        ({"at": NOW - beacons.PAST - 1}, "past"),
        ({"name": "click"}, "missing required field `ref`"),
        ({"page": "/" * 201}, "length <= 200"),
        ({"props": {"deep": {"er": 1}}}, "got `object`"),
        ({"props": {"list": [1]}}, "got `array`"),
        ({"props": {"long": "x" * 201}}, "length <= 200"),
        ({"props": {"x" * 33: 1}}, "length <= 32"),
        ({"props": {"huge": 2**60}}, "<= 9007199254740992"),
        ({"props": {str(number): number for number in range(17)}}, "length <= 16"),
        ({"v": 2}, "Invalid enum value 2"),
    ],
)
def test_a_wrong_event_is_rejected_with_its_place_and_reason_and_the_rest_is_kept(
    changes: dict[str, Any], reason: str
) -> None:
    good, bad, better = beacon(), beacon(**changes), beacon()
    kept, rejects = _decode(good, bad, better)
    assert kept == [good["id"], better["id"]]
    [(index, said)] = rejects
    assert index == 1
    assert reason in said


def test_rejects_of_every_kind_come_in_order() -> None:
    _, rejects = _decode(beacon(at=0), beacon(name="no"), beacon(), beacon(id="#" * 20), 7)
    assert [index for index, _ in rejects] == [0, 1, 3, 4]


def test_props_may_hold_plain_values() -> None:
    props = {"q": "紫砂壶", "hits": 12, "ratio": 0.5, "exact": True, "none": None}
    kept, _ = beacons.decode(msgspec.json.encode([beacon(name="search", props=props)]), now=_now())
    assert kept[0].props == props


def test_an_event_that_is_not_unicode_is_rejected_alone() -> None:
    good = msgspec.json.encode(beacon())
    bad = good.replace(b"sto_purple", b"sto_\xff\xfe")
    kept, rejects = beacons.decode(b"[" + good + b"," + bad + b"]", now=_now())
    assert (len(kept), len(rejects)) == (1, 1)


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"null", b'"x"', b"[", b"[{}", b"[" * 20_000, b'[{"a":' * 9_000, b"\xff"]
)
def test_a_body_that_is_no_array_is_unreadable(body: bytes) -> None:
    with pytest.raises(beacons.Unreadable):
        beacons.decode(body, now=_now())


def test_one_event_too_many_refuses_all() -> None:
    with pytest.raises(beacons.TooMany):
        _decode(*[beacon() for _ in range(beacons.MOST_EVENTS + 1)])


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_comes_is_kept_rejected_or_refused(anything: Any) -> None:
    try:
        kept, rejects = beacons.decode(msgspec.json.encode([anything, beacon()]), now=_now())
    except beacons.Unreadable:
        return
    assert (len(kept), [reject.index for reject in rejects]) == (1, [0])

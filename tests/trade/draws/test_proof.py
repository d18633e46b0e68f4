"""The draw is fair, and nobody can change a byte of its proof unseen. Pure rules; every seed is fixed."""

from __future__ import annotations

import hashlib
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.trade.draws.rules.chain import Lot, canonical, commitment, digest, fingerprint
from regulars.trade.draws.rules.lots import (
    Pass,
    Stake,
    chances_fit,
    drawn_order,
    hits,
    next_in_line,
    scratch_hits,
    scratched,
)
from regulars.trade.draws.rules.odds import at_least, one_in
from regulars.trade.draws.rules.proof import Facts, Tampered, results_of, verify, written

# Upper 0.1 % points of chi-square: with seeds fixed the tests give the same number every time.
CHI2_9, CHI2_1 = 27.88, 10.83


def seed(number: int) -> str:
    """A seed that is the same in every run."""
    return hashlib.sha256(f"seed {number}".encode()).hexdigest()


def lots(many: int, holders: int = 0) -> list[Lot]:
    """Entries; `holders` people share them in turn, or each has one."""
    return [
        Lot(number, f"lot_{number}", f"lot_{(number - 1) % (holders or many) + 1}", fingerprint(f"w{number}"))
        for number in range(1, many + 1)
    ]


def facts(many: int = 12, way: str = "timed", holders: int = 0, key: int = 7) -> Facts:
    """A drawn lottery with two prizes."""
    terms = {
        "way": way,
        "rounds": 3 if way == "timed" else 1,
        "title": "Teapots 茶壶",
        "prizes": [
            {"id": "prz_pot", "title": "Teapot", "count": 1, "one_in": 4},
            {"id": "prz_cup", "title": "Cup “small”", "count": 3, "one_in": 2},
        ],
    }
    fixed = commitment("drw_1", seed(key))
    rows = lots(many, holders)
    undone = Facts("drw_1", terms, fixed, rows, digest("drw_1", fixed, terms, rows), seed(key))
    return Facts(*(getattr(undone, name) for name in Facts.__slots__[:6]), results=results_of(undone))


def chi_square(counts: list[int], expected: float) -> float:
    """The statistic over cells that should be equal."""
    return sum((count - expected) ** 2 / expected for count in counts)


def test_over_many_seeds_every_entry_wins_equally_often() -> None:
    rows, counts = lots(10), [0] * 10
    for number in range(4000):
        key = seed(number)
        counts[drawn_order(key, digest("drw_1", commitment("drw_1", key), {}, rows), rows)[0].number - 1] += 1
    assert chi_square(counts, 400) < CHI2_9


def test_the_second_prize_is_as_fair_as_the_first() -> None:
    rows, counts = lots(10), [0] * 10
    for number in range(3000):
        found = hits(drawn_order(seed(number), "d", rows), [Stake("a", 1), Stake("b", 1)])
        counts[found[1].number - 1] += 1
    assert chi_square(counts, 300) < CHI2_9


def test_scratch_prizes_lie_under_as_many_tickets_as_was_published() -> None:
    stakes = [Stake("pot", 10**6, 50), Stake("cup", 10**6, 8)]
    found = [scratched(seed(1), "drw_1", lot, stakes) for lot in lots(20_000)]
    for stake in stakes:
        share = 1 / stake.one_in
        many, expected = found.count(stake.id), 20_000 * share
        assert (many - expected) ** 2 / (expected * (1 - share)) < CHI2_1


@settings(max_examples=40, deadline=None)
@given(many=st.integers(1, 40), holders=st.integers(1, 40), key=st.integers(0, 10**6))
def test_prizes_go_out_once_and_at_most_one_to_a_person(many: int, holders: int, key: int) -> None:
    rows = lots(many, min(many, holders))
    stakes = [Stake("a", 2), Stake("b", 3)]
    order = drawn_order(seed(key), "digest", rows)
    found = hits(order, stakes)
    people = {lot.holder for lot in rows}
    named = {lot.number: lot.holder for lot in rows}
    assert sorted(order, key=lambda lot: lot.number) == rows
    assert len(found) == min(5, len(people)) == len({named[hit.number] for hit in found})
    assert [(hit.prize, hit.piece) for hit in found] == [("a", 1), ("a", 2), ("b", 1), ("b", 2), ("b", 3)][
        : len(found)
    ]
    follows = next_in_line(order, {named[hit.number] for hit in found})
    assert (follows is None) == (len(people) <= 5)
    assert follows is None or follows.holder not in {named[hit.number] for hit in found}


@settings(max_examples=40, deadline=None)
@given(many=st.integers(0, 60), one=st.integers(1, 9), other=st.integers(2, 9), key=st.integers(0, 10**6))
def test_scratch_prizes_never_exceed_their_number(many: int, one: int, other: int, key: int) -> None:
    stakes = [Stake("a", 3, max(2, one)), Stake("b", 2, other)]
    found = scratch_hits(seed(key), "drw_1", lots(many), stakes)
    for stake in stakes:
        pieces = [hit.piece for hit in found if hit.prize == stake.id]
        assert pieces == list(range(1, len(pieces) + 1))
        assert len(pieces) <= stake.count


@pytest.mark.parametrize("way", ["timed", "instant"])
def test_a_proof_holds_and_any_single_byte_changed_breaks_it(way: str) -> None:
    raw = written(facts(6, way))
    told = verify(raw)
    assert told.drawn
    assert told.entries == 6
    dice = random.Random(5)
    for place in range(len(raw)):
        other = dice.choice([byte for byte in range(256) if byte != raw[place]])
        with pytest.raises(Tampered):
            verify(raw[:place] + bytes([other]) + raw[place + 1 :])


def test_a_byte_dropped_or_added_breaks_it() -> None:
    raw = written(facts(4))
    for place in range(0, len(raw), 7):
        with pytest.raises(Tampered):
            verify(raw[:place] + raw[place + 1 :])
        with pytest.raises(Tampered):
            verify(raw[:place] + b" " + raw[place:])


@settings(max_examples=40, deadline=None)
@given(
    raw=st.one_of(
        st.binary(max_size=80),
        st.recursive(
            st.none() | st.integers() | st.text(max_size=5),
            lambda kid: (
                st.lists(kid, max_size=3)
                | st.dictionaries(st.sampled_from(["draw", "terms", "seed", "x"]), kid, max_size=3)
            ),
            max_leaves=8,
        ).map(lambda value: canonical(value).encode() + b"\n"),
    )
)
def test_whatever_is_no_proof_is_refused_with_a_reason(raw: bytes) -> None:
    with pytest.raises(Tampered) as told:
        verify(raw)
    assert told.value.reason


def test_who_cheats_consistently_is_found_by_what_was_published() -> None:
    """A file made anew around another winner is sound in itself, but has another fingerprint than was published."""
    honest, forged = facts(9, key=7), facts(9, key=8)
    assert verify(written(honest)).commitment != verify(written(forged)).commitment


def changed(raw: bytes, **more: object) -> bytes:
    """The file with some of its parts replaced, written as proofs are."""
    return canonical(json.loads(raw) | more).encode() + b"\n"


def test_each_lie_has_its_own_reason() -> None:
    raw = written(facts(9))
    body = json.loads(raw)
    lies = {
        "winners are not those": {"results": body["results"][::-1]},
        "seed is not the one": {"seed": seed(99)},
        "entries or the terms": {"terms": body["terms"] | {"title": "Other"}},
        "is missing or stands": {"entries": body["entries"][1:]},
        "no seed they could": {"seed": ""},
        "did not go to the next": {"passed": [["prz_pot", 1, body["results"][0][0], body["results"][1][0]]]},
        "of the kind": {"format": "regulars-draw-2"},
    }
    for reason, lie in lies.items():
        with pytest.raises(Tampered, match=reason):
            verify(changed(raw, **lie))


def test_prizes_not_taken_go_down_the_drawn_order_and_back_at_the_end() -> None:
    found = facts(9)
    order = drawn_order(found.seed, found.digest, found.lots)
    first, fifth, sixth = order[0].number, order[4].number, order[5].number
    steps = [Pass("prz_pot", 1, first, fifth), Pass("prz_pot", 1, fifth, sixth), Pass("prz_pot", 1, sixth, 0)]
    for many in range(4):
        raw = written(Facts(*(getattr(found, name) for name in Facts.__slots__[:7]), passed=steps[:many]))
        holder = [number for number, title in verify(raw).winners if title == "Teapot"]
        assert holder == ([first], [fifth], [sixth], [])[many]
    wrong = [Pass("prz_pot", 1, first, sixth)]
    with pytest.raises(Tampered):
        verify(written(Facts(*(getattr(found, name) for name in Facts.__slots__[:7]), passed=wrong)))


@settings(max_examples=40, deadline=None)
@given(prizes=st.integers(1, 500), entries=st.integers(0, 10**6))
def test_chances_are_never_told_better_than_they_are(prizes: int, entries: int) -> None:
    told = one_in(prizes, entries)
    assert told is not None
    assert prizes * told >= entries  # 1/told <= prizes/entries
    assert told == 1 or prizes * (told - 1) < entries  # nor worse than whole numbers allow
    assert one_in(0, entries) is None


def test_chances_of_scratch_tickets_fit_onto_them() -> None:
    assert chances_fit([Stake("a", 1, 2), Stake("b", 1, 2)])
    assert not chances_fit([Stake("a", 1, 2), Stake("b", 1, 3), Stake("c", 1, 4)])
    assert not chances_fit([Stake("a", 1, 0)])
    assert at_least([50, 10]) == (3, 25)
    assert at_least([]) == (0, 1)

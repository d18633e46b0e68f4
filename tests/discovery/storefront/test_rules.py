"""Rearranging and comparing: nothing is lost, nothing is invented."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.storefront.rules import editing
from regulars.discovery.storefront.rules.comparing import differences
from tests.depth import examples

ids = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


def page(names: list[str], words: str = "") -> editing.Blocks:
    return [editing.block(name, "text", {"words": words}) for name in names]


def names(blocks: editing.Blocks) -> list[str]:
    return [one["id"] for one in blocks]


@settings(max_examples=examples(40))
@given(ids, st.sampled_from("abcdefgh"), st.integers(-9, 9))
def test_moving_keeps_every_block_and_the_order_of_the_others(all_of: list[str], one: str, by: int) -> None:
    before = page(all_of)
    after = editing.moved(before, one, by)
    assert sorted(names(after)) == sorted(all_of)
    assert [name for name in names(after) if name != one] == [name for name in all_of if name != one]
    assert names(before) == all_of


@settings(max_examples=examples(40))
@given(ids, ids)
def test_an_order_keeps_what_it_does_not_name(all_of: list[str], wanted: list[str]) -> None:
    after = names(editing.ordered(page(all_of), wanted))
    known = [name for name in wanted if name in all_of]
    assert after[: len(known)] == known
    assert after[len(known) :] == [name for name in all_of if name not in known]


@settings(max_examples=examples(40))
@given(ids, ids)
def test_a_comparison_names_what_came_went_and_moved_and_nothing_else(was: list[str], now: list[str]) -> None:
    found = differences(page(was), page(now))
    of = {
        change: {one.block for one in found if one.change == change}
        for change in ("added", "removed", "moved")
    }
    assert of["added"] == set(now) - set(was)
    assert of["removed"] == set(was) - set(now)
    still = [name for name in now if name in was and name not in of["moved"]]
    assert still == [name for name in was if name in still]


def test_a_comparison_says_which_settings_differ_and_how() -> None:
    before, after = page(["a", "b"], "old"), page(["a", "b"], "old")
    after[1] = editing.changed(after, "b", settings={"words": "new"}, hidden=True)[1]
    (found,) = differences(before, after)
    assert (found.change, found.block, found.fields) == ("changed", "b", ("words", "hidden"))
    assert (found.was[0], found.now[0]) == ("old", "new")
    assert differences(before, before) == []


def test_a_copy_stands_behind_and_shares_nothing() -> None:
    before = page(["a", "b"])
    after = editing.copied(before, "a", "c")
    assert names(after) == ["a", "c", "b"]
    after[1]["settings"]["words"] = "changed"
    assert before[0]["settings"]["words"] == after[0]["settings"]["words"] == ""

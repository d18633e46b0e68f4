"""Guessing is counted before anything is hashed; strangers cannot lock an owner out."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine

from regulars.ground.kit.throttle import TooManyTries
from regulars.people.accounts import tries

NOON = datetime.fromisoformat("2026-11-11T12:00:00+00:00")


def guess(email: str, address: str, cookie: str = "", times: int = 1) -> None:
    for _ in range(times):
        tries.password(tries.at_the_door(email, address, cookie))


def test_ten_for_an_account_from_wherever() -> None:
    for number in range(10):
        guess("alice@example.com", f"10.0.0.{number}")
    with pytest.raises(TooManyTries):
        guess(" Alice@Example.com ", "10.0.1.1")
    guess("bob@example.com", "10.0.1.1")


def test_ten_from_an_address_at_whichever_account() -> None:
    for number in range(10):
        guess(f"p{number}@example.com", "10.0.0.1")
    with pytest.raises(TooManyTries):
        guess("alice@example.com", "10.0.0.1")
    guess("alice@example.com", "10.0.0.2")


def test_a_household_of_ipv6_addresses_counts_as_one() -> None:
    for number in range(10):
        guess(f"p{number}@example.com", f"2001:db8:1:2::{number:x}")
    with pytest.raises(TooManyTries):
        guess("alice@example.com", "2001:db8:1:2:ffff::1")
    guess("alice@example.com", "2001:db8:1:3::1")


def test_a_thousand_for_all_together() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(1000):
            guess(f"p{number}@example.com", f"10.1.{number // 250}.{number % 250}")
        with pytest.raises(TooManyTries):
            guess("alice@example.com", "10.2.0.1")
        clock.shift(301)
        guess("alice@example.com", "10.2.0.1")


def test_who_is_stopped_takes_nothing_from_the_others() -> None:
    """A single address that hammers does not use up what all share."""
    for number in range(1500):
        try:
            guess(f"p{number}@example.com", "10.0.0.1")
        except TooManyTries:
            continue
    guess("alice@example.com", "10.0.0.2")


def test_the_owners_own_browser_gets_in_whoever_guesses() -> None:
    cookie = tries.marked("alice@example.com")
    for number in range(40):
        try:
            guess("alice@example.com", f"10.0.0.{number // 10}")
        except TooManyTries:
            continue
    guess("alice@example.com", "10.0.0.1", cookie, times=10)
    with pytest.raises(TooManyTries):
        guess("alice@example.com", "10.0.9.9", cookie)


def test_a_mark_opens_one_account_and_cannot_be_made_up() -> None:
    mine = tries.marked("mallory@example.com")
    for cookie in ("", "x", mine, mine[:-3] + "abc"):
        assert tries.at_the_door("alice@example.com", "10.0.0.1", cookie).mark == ""
    assert tries.at_the_door("Mallory@example.com", "10.0.0.1", mine).mark
    assert tries.marked("mallory@example.com", mine) == mine
    assert tries.marked("alice@example.com", mine) != mine


def test_right_passwords_do_not_count() -> None:
    guest = tries.at_the_door("alice@example.com", "10.0.0.1")
    for _ in range(30):
        tries.password(guest)
        tries.right(guest)
    guess("alice@example.com", "10.0.0.1", times=10)


def test_a_new_password_by_mail_begins_anew() -> None:
    for number in range(10):
        guess("alice@example.com", f"10.0.0.{number}")
    tries.anew("Alice@example.com")
    guess("alice@example.com", "10.0.0.99")


def test_codes_five_then_twenty_then_fifty() -> None:
    guest = tries.at_the_door("alice@example.com", "10.0.0.1")
    done = 0
    with time_machine.travel(NOON, tick=False) as clock:
        by_hour = []
        for _hour in range(4):
            before = done
            for _part in range(11):
                for _ in range(6):
                    try:
                        tries.code(guest)
                        done += 1
                    except TooManyTries:
                        continue
                clock.shift(301)
            clock.shift(3600 - 11 * 301 + 1)
            by_hour.append(done - before)
    assert by_hour == [20, 20, 10, 0]


def test_five_letters_a_day_of_each_kind() -> None:
    guest = tries.at_the_door("alice@example.com", "10.0.0.1")
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            tries.letter(guest, "reset")
        with pytest.raises(TooManyTries):
            tries.letter(guest, "reset")
        tries.letter(guest, "joining")
        clock.shift(86_401)
        tries.letter(guest, "reset")

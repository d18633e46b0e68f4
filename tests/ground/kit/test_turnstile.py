"""A crowd at one door: so many pass, a few wait, the others are sent away at once."""

from __future__ import annotations

import threading
import time

import pytest

from regulars.ground.kit.turnstile import Crowded, Turnstile


def enter(door: Turnstile, ready: threading.Event, leave: threading.Event, done: list[str]) -> None:
    try:
        with door.turn():
            ready.set()
            leave.wait(30)
            done.append("passed")
    except Crowded:
        done.append("sent away")


def test_one_passes_one_waits_the_third_is_sent_away() -> None:
    door = Turnstile(at_once=1, queue=1, patience=30)
    inside, leave, done = threading.Event(), threading.Event(), list[str]()
    first = threading.Thread(target=enter, args=(door, inside, leave, done))
    first.start()
    assert inside.wait(30)
    second = threading.Thread(target=enter, args=(door, threading.Event(), leave, done))
    second.start()
    while door._places._value:  # the second has its place in the queue
        time.sleep(0.001)
    with pytest.raises(Crowded), door.turn():
        pytest.fail("there was no place left")
    leave.set()
    first.join()
    second.join()
    assert done == ["passed", "passed"]
    with door.turn():
        done.append("free again")


def test_nobody_waits_longer_than_patience() -> None:
    door = Turnstile(at_once=1, queue=5, patience=0.01)
    with door.turn(), pytest.raises(Crowded), door.turn():
        pytest.fail("the turn was taken")
    with door.turn():
        pass


def test_whoever_falls_inside_gives_the_turn_back() -> None:
    door = Turnstile(at_once=1, queue=0, patience=0)
    with pytest.raises(ZeroDivisionError), door.turn():
        raise ZeroDivisionError
    with door.turn():
        pass

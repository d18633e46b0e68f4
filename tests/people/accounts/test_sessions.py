"""Sessions behave as Django's own, in Django's own table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as Djangos
from django.contrib.sessions.models import Session
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regulars.ground.kit import clock
from regulars.people.accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept(**values: object) -> SessionStore:
    made = SessionStore()
    made.update(values)
    made.save()
    return made


def test_what_one_keeps_the_other_reads() -> None:
    mine = kept(order_keys={"ord_1": "gst_1"})
    assert Djangos(mine.session_key).load() == {"order_keys": {"ord_1": "gst_1"}}
    theirs = Djangos()
    theirs["a"] = 1
    theirs.save()
    assert SessionStore(theirs.session_key).load() == {"a": 1}


def test_a_session_is_changed_and_ends() -> None:
    mine = kept(a=1)
    again = SessionStore(mine.session_key)
    again["a"] = 2
    again.save()
    assert SessionStore(mine.session_key)["a"] == 2
    assert Session.objects.count() == 1
    mine.delete()
    with pytest.raises(UpdateError):
        again.save()
    assert Session.objects.count() == 0


def test_a_key_is_given_once() -> None:
    first, second = kept(a=1), kept(a=2)
    assert first.session_key != second.session_key
    second._session_key = first.session_key
    with pytest.raises(CreateError):
        second.save(must_create=True)
    assert SessionStore(first.session_key)["a"] == 1


def test_one_that_is_over_is_nobodys() -> None:
    mine = kept(a=1)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    gone = SessionStore(mine.session_key)
    assert gone.load() == {}
    assert gone.session_key is None


def test_a_clock_set_to_another_day_ends_none() -> None:
    mine = kept(a=1)
    with clock.shift(timedelta(days=60)):
        assert SessionStore(mine.session_key)["a"] == 1


@pytest.mark.parametrize("said", ["abcdefghij\0k", "x" * 3_000, "\xe9" * 9, "\ud800" * 9, "short", ""])
def test_what_no_session_is_called_is_not_looked_for(
    said: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert SessionStore(said).get("a") is None

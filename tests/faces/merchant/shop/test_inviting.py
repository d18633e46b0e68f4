"""Inviting people to work in a store: a letter, a link for its reader alone, a place only when it is accepted."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.people.accounts import actions as accounts
from regulars.people.merchants import actions as merchants
from regulars.people.merchants.actions.inviting import MOST_AN_HOUR
from regulars.people.merchants.models import Invitation, Staff
from tests.town import Town, staff

Work = Callable[[Any], Any]


def place(town: Town) -> str:
    """Where Mei's staff are listed."""
    return f"/desk/{town.clay.public_id}/staff/"


def letter_to(email: str) -> Any:
    """The one letter that went to `email`."""
    drain()
    found = [one for one in mail.outbox if one.to == [email]]
    assert len(found) == 1
    return found[0]


def link_for(email: str) -> str:
    """The path in the letter to `email`."""
    found = re.search(r"http://[^/\s]+(/desk/invitation/\S+/)", letter_to(email).body)
    assert found
    return found[1]


def open_now(town: Town, email: str = "bob@example.com") -> Invitation:
    """The store's open invitation to `email`."""
    return Invitation.objects.of(town.clay).get(email=email, closed_at=None)


def test_invited_accepted_and_at_work(town: Town, at_work: Work) -> None:
    desk = at_work(town.mei)
    assert desk.send(place(town), {"email": " Bob@example.com", "role": "warehouse"}).status_code == 303
    assert not Staff.objects.filter(store=town.clay, person=town.bob).exists()
    page = desk.get(place(town)).content.decode()
    assert "bob@example.com" in page
    bob, link = at_work(town.bob), link_for("bob@example.com")
    offered = bob.get(link).content.decode()
    assert "Purple Clay House invites you" in offered
    assert "Warehouse" in offered
    assert bob.send(link)["Location"].startswith(f"/desk/{town.clay.public_id}/")
    seat = Staff.objects.get(store=town.clay, person=town.bob)
    assert (seat.role, seat.invited_by_id) == ("warehouse", town.mei.pk)
    assert bob.get(f"/desk/{town.clay.public_id}/orders/").status_code == 200
    assert bob.get(link).status_code == 404
    assert bob.send(link).status_code == 404
    acts = desk.get(f"{place(town)}acts/").content.decode()
    assert "Invited somebody" in acts
    assert "Accepted an invitation" in acts


def test_known_and_unknown_addresses_get_the_same_answer(town: Town, at_work: Work) -> None:
    desk = at_work(town.mei)
    pages = []
    for email in ("bob@example.com", "nobody@example.com"):
        answer = desk.send(place(town), {"email": email, "role": "reception"}, follow=True)
        assert answer.redirect_chain == [(place(town), 303)]
        text = answer.content.decode().replace(email, "somebody")
        row = open_now(town, email)
        pages.append(
            re.sub(r"(key|req)_\w+|nonce=\S+|csrf\S+ value=\S+", "", text.replace(row.public_id, "inv"))
        )
        merchants.take_back_invitation(by=town.mei_at_work(), store=town.clay, invitation_id=row.public_id)
    assert pages[0] == pages[1]
    drain()
    assert mail.outbox == []


def test_only_the_reader_of_the_letter_may_accept(town: Town, at_work: Work, client: Any) -> None:
    merchants.invite(by=town.mei_at_work(), store=town.clay, email="bob@example.com", role="owner")
    link = link_for("bob@example.com")
    assert client.get(link)["Location"] == f"/account/login/?next={link.replace(':', '%3A')}"
    for other in (town.alice, town.ravi, town.olga):
        answer = at_work(other).get(link)
        assert answer.status_code == 404
        assert "sent to another e-mail" in answer.content.decode()
        assert at_work(other).send(link).status_code == 404
    assert at_work(town.bob).get(link[:-4] + "xyz/").status_code == 404
    assert open_now(town).role == "owner"


def test_the_address_must_be_confirmed(town: Town, at_work: Work) -> None:
    merchants.invite(by=town.mei_at_work(), store=town.clay, email="bob@example.com", role="reception")
    link = link_for("bob@example.com")
    EmailAddress.objects.filter(user=town.bob).update(verified=False)
    answer = at_work(town.bob).send(link)
    assert answer.status_code == 403
    assert "not confirmed yet" in answer.content.decode()
    assert not Staff.objects.filter(store=town.clay, person=town.bob).exists()
    EmailAddress.objects.filter(user=town.bob).update(verified=True)
    assert at_work(town.bob).send(link).status_code == 303


def test_an_invitation_ends_by_time_by_hand_and_by_the_next_one(town: Town, at_work: Work) -> None:
    by, bob = town.mei_at_work(), at_work(town.bob)
    first = merchants.invite(by=by, store=town.clay, email="bob@example.com", role="reception")
    with clock.shift(timedelta(days=7, minutes=1)):
        assert bob.get(f"/desk/invitation/{merchants.token_of(first)}/").status_code == 404
    second = merchants.invite(by=by, store=town.clay, email="bob@example.com", role="accountant")
    assert bob.get(f"/desk/invitation/{merchants.token_of(first)}/").status_code == 404
    assert bob.get(f"/desk/invitation/{merchants.token_of(second)}/").status_code == 200
    desk = at_work(town.mei)
    assert desk.send(f"{place(town)}invitations/{second.public_id}").status_code == 303
    assert bob.send(f"/desk/invitation/{merchants.token_of(second)}/").status_code == 404
    assert desk.send(f"{place(town)}invitations/{second.public_id}").status_code == 404
    drain()
    assert mail.outbox == []


def test_no_is_an_answer(town: Town, at_work: Work) -> None:
    row = merchants.invite(by=town.mei_at_work(), store=town.clay, email="bob@example.com", role="reception")
    link = f"/desk/invitation/{merchants.token_of(row)}/"
    assert at_work(town.bob).send(link, {"do": "decline"})["Location"] == "/me/"
    assert at_work(town.bob).send(link).status_code == 404
    assert not Invitation.objects.of(town.clay).filter(closed_at=None).exists()


@pytest.mark.parametrize("how", ["removed", "role"])
def test_who_may_invite_no_more_has_invited_nobody(town: Town, at_work: Work, how: str) -> None:
    merchants.employ(by=SYSTEM, store=town.clay, person=town.alice, role="owner")
    row = merchants.invite(by=town.mei_at_work(), store=town.clay, email="bob@example.com", role="owner")
    mei = Staff.objects.get(store=town.clay, person=town.mei)
    by = staff(town.alice, town.clay)
    if how == "removed":
        merchants.remove_staff(by=by, store=town.clay, staff_id=mei.public_id)
    else:
        merchants.change_role(by=by, store=town.clay, staff_id=mei.public_id, role="reception")
    assert at_work(town.bob).send(f"/desk/invitation/{merchants.token_of(row)}/").status_code == 404


def test_a_store_sends_so_many_an_hour(town: Town, at_work: Work) -> None:
    desk = at_work(town.mei)
    for number in range(MOST_AN_HOUR):
        form = {"email": f"p{number}@example.com", "role": "reception"}
        assert desk.send(place(town), form).status_code == 303
    answer = desk.send(place(town), {"email": "one-more@example.com", "role": "reception"})
    assert answer.status_code == 422
    assert "Twenty invitations" in answer.content.decode()
    merchants.invite(
        by=town.ravi_at_work(), store=town.cashmere, email="one-more@example.com", role="reception"
    )
    with clock.shift(timedelta(hours=1, minutes=1)):
        merchants.invite(
            by=town.mei_at_work(), store=town.clay, email="one-more@example.com", role="reception"
        )


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"email": "", "role": "owner"}, "Type the person&#39;s e-mail address"),
        ({"email": "bob at home", "role": "owner"}, "Type the person&#39;s e-mail address"),
        ({"email": "bob@example.com", "role": "king"}, "Choose one of the roles"),
        ({"email": "lin@example.com", "role": "owner"}, "already works in the store"),
    ],
)
def test_an_invitation_that_cannot_be(town: Town, at_work: Work, form: dict[str, str], sentence: str) -> None:
    answer = at_work(town.mei).send(place(town), form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_newcomer_signs_up_on_the_way_to_the_place(town: Town, at_work: Work, client: Any) -> None:
    merchants.invite(by=town.mei_at_work(), store=town.clay, email="nora@example.com", role="reception")
    link = link_for("nora@example.com")
    nora = accounts.sign_up(by=SYSTEM, email="nora@example.com", password_hash="!", name="Nora")
    assert at_work(nora).send(link).status_code == 303
    assert Staff.objects.get(store=town.clay, person=nora).role == "reception"


def test_the_letter_is_in_the_language_of_its_reader(town: Town) -> None:
    accounts.rename(by=town.ravi_at_work(), name="Ravi", language="zh-hans")
    merchants.invite(by=town.mei_at_work(), store=town.clay, email="ravi@example.com", role="reception")
    assert "紫砂小院" in letter_to("ravi@example.com").subject
    assert letter_to("ravi@example.com").alternatives

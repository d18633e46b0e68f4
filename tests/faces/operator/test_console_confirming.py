"""Grave acts ask for the password again."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from regulars.ground.kit import clock
from regulars.ground.kit.models import IdempotencyKey
from regulars.people.accounts.queries import operator
from tests.faces.operator.acting import at_console, prove, see, send
from tests.town import PASSWORD, Town


def test_a_role_is_not_granted_without_the_password(town: Town) -> None:
    client = at_console(town.olga)
    answer = send(client, "console_grant", email="bob@example.com", rights=["market.read"])
    assert answer["Location"].startswith(reverse("console_confirm"))
    assert client.get(reverse("console")).status_code == 200
    assert at_console(town.bob).get(reverse("console")).status_code == 404


def test_the_password_holds_for_five_minutes(town: Town) -> None:
    client = at_console(town.olga)
    prove(client)
    send(client, "console_grant", email="bob@example.com", rights=["market.read", "market.catalog"])
    assert operator(town.bob.pk).rights == {"market.read", "market.catalog"}
    with clock.shift(timedelta(minutes=5)):
        answer = send(client, "console_withdraw", email="bob@example.com")
        assert answer["Location"].startswith(reverse("console_confirm"))


def test_a_wrong_password_proves_nothing(town: Town) -> None:
    client = at_console(town.olga)
    for _ in range(5):
        send(client, "console_confirm", status=422, password="guess", next="/console/")
    send(client, "console_confirm", status=429, password="regulars-demo", next="/console/")


def test_the_mark_of_one_person_is_worth_nothing_to_another(town: Town) -> None:
    olga, oscar = at_console(town.olga), at_console(town.oscar)
    prove(olga)
    session = oscar.session
    session["console_confirmed"] = olga.session["console_confirmed"]
    session.save()
    assert "Confirm password" not in see(oscar, "console_people")
    from regulars.people.accounts.actions import grant_market_role

    grant_market_role(by=operator(town.olga.pk), person=town.oscar)
    answer = send(oscar, "console_grant", email="bob@example.com", rights=["market.read"])
    assert answer["Location"].startswith(reverse("console_confirm"))


def test_nobody_is_sent_to_another_site(town: Town) -> None:
    client = at_console(town.olga)
    answer = send(client, "console_confirm", password="regulars-demo", next="https://evil.example/console/")
    assert answer["Location"] == reverse("console")


def test_olga_cannot_shut_herself_out(town: Town) -> None:
    client = at_console(town.olga)
    prove(client)
    answer = send(client, "console_grant", status=422, email="olga@example.com", rights=["market.read"])
    assert "shut yourself out" in answer.content.decode()
    answer = send(client, "console_withdraw", status=422, email="olga@example.com")
    assert "Nobody else could grant roles" in answer.content.decode()


def test_nothing_of_a_password_typed_into_a_form_is_kept(town: Town) -> None:
    """The same form with another password leaves the same trace: none by which a password could be tried out."""
    client, kept = at_console(town.olga), []
    for key, word in (("key-of-the-first", PASSWORD), ("key-of-the-second", "no longer asked for")):
        form = {"reason": "Sells other people's photos", "password": word, "idempotency_key": key}
        assert client.post(reverse("console_suspend", args=[town.clay.public_id]), form).status_code == 303
        kept.append(IdempotencyKey.objects.filter(key=key).values_list("body_hash", flat=True).first())
        send(client, "console_restore", town.clay.public_id)
    assert kept[0] is not None
    assert kept[0] == kept[1]


def test_a_store_is_not_suspended_without_the_password_and_the_reason_is_kept(town: Town) -> None:
    client = at_console(town.olga)
    page = send(
        client, "console_suspend", town.clay.public_id, status=422, reason="Sells other people's photos"
    )
    assert "Sells other people&#39;s photos" in page.content.decode()
    assert 'name="password"' in page.content.decode()
    form = {"reason": "Sells other people's photos"}
    send(client, "console_suspend", town.clay.public_id, status=422, password="guess", **form)
    assert "open" in see(client, "console_store", town.clay.public_id)
    send(client, "console_suspend", town.clay.public_id, password=PASSWORD, **form)
    assert "Sells other people&#39;s photos" in see(client, "console_store", town.clay.public_id)


def test_a_rate_is_not_set_without_the_password(town: Town) -> None:
    client = at_console(town.olga)
    form = {"rate": "7", "when": "now"}
    shown = send(client, "console_commission_new", status=200, do="preview", **form)
    assert "7%" in shown.content.decode()
    refused = send(client, "console_commission_new", status=422, do="set", **form)
    assert 'value="7"' in refused.content.decode()
    assert "7%" not in see(client, "console_commissions")
    send(client, "console_commission_new", do="set", password=PASSWORD, **form)
    assert "7%" in see(client, "console_commissions")

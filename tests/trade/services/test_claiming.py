"""Claims: counted, spaced, answered in time, private."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from regulars.faces.shopper.services import claiming
from regulars.goods.media.actions import rebuilt_pictures
from regulars.goods.media.queries import private_files
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.refusals import NotAllowed, NotFound
from regulars.ground.kit.throttle import TooManyTries
from regulars.people.merchants.queries import place
from regulars.trade.orders import actions as orders
from regulars.trade.services import actions
from regulars.trade.services.actions.claiming import MOST_A_DAY
from regulars.trade.services.models import Contract, ServiceClaim
from regulars.trade.services.queries import asked_pictures, claims_due, inbox, seen
from tests.town import Town
from tests.trade.orders.shopping import shopper
from tests.trade.services.caring import bought, contracts, kept, sold_by_mei

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _files_in_memory(settings: Any) -> None:
    settings.PRIVATE_FILES_URL = "memory:"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "brown").save(out, "PNG")
    return out.getvalue()


def running(town: Town, **changes: Any) -> Contract:
    with clock.at(NOON):
        group = bought(town, town.alice, sold_by_mei(town, **changes))
        kept(town, town.alice, group)
        return contracts(group)[0]


def claim(town: Town, row: Contract, **more: Any) -> ServiceClaim:
    given = {"text": "Stains", "way": "send-in"} | more
    return actions.claim_service(by=shopper(town.alice), contract=row.public_id, **given)


def fresh(row: Contract) -> Contract:
    return Contract.objects.of(row.store_id).select_related("version").get(pk=row.pk)


def test_who_claims_and_withdraws_all_day_is_stopped(town: Town) -> None:
    row = running(town, claims=2, gap_days=0)
    with clock.at(NOON):
        for _ in range(MOST_A_DAY):
            found = claim(town, row)
            actions.withdraw_claim(by=shopper(town.alice), claim=found.public_id)
        with pytest.raises(TooManyTries):
            claim(town, row)
    assert fresh(row).claims_used == 0
    assert ServiceClaim.objects.of(row.store_id).filter(contract=row).count() == MOST_A_DAY
    with clock.at(NOON + DAY):
        claim(town, row)


def test_claims_are_counted_spaced_and_end_with_the_days(town: Town) -> None:
    row = running(town, claims=2, gap_days=10)
    mei, store = town.mei_at_work(), town.clay
    with clock.at(NOON):
        first = claim(town, row)
        with pytest.raises(actions.NotClaimable):
            claim(town, row)
        actions.accept_claim(by=mei, store=store, claim=first.public_id)
        actions.finish_claim(by=mei, store=store, claim=first.public_id, result="Clean")
    with clock.at(NOON + 9 * DAY), pytest.raises(actions.NotClaimable) as refused:
        claim(town, row)
    assert refused.value.details["reason"] == "too-soon"
    with clock.at(NOON + 10 * DAY):
        claim(town, row)
    with clock.at(NOON + 50 * DAY), pytest.raises(actions.NotClaimable):
        claim(town, row)
    with clock.at(NOON + 200 * DAY):
        assert seen(fresh(row)).stage == "over"
        with pytest.raises(actions.NotClaimable):
            claim(town, row)


def test_a_refused_or_withdrawn_claim_does_not_count(town: Town) -> None:
    row = running(town, claims=1, gap_days=30)
    with clock.at(NOON):
        actions.withdraw_claim(by=shopper(town.alice), claim=claim(town, row).public_id)
        again = claim(town, row)
        actions.refuse_claim(by=town.mei_at_work(), store=town.clay, claim=again.public_id, answer="Patina")
        assert (fresh(row).claims_used, fresh(row).last_claim_on) == (0, None)
        actions.dispute_claim(by=shopper(town.alice), claim=again.public_id, text="It is not")
        orders.decide_claim(
            by=Actor("operator", town.olga.pk, rights=frozenset({"market.orders"})),
            claim=again.public_id, outcome="again", answer="Do it",
        )  # fmt: skip
        again.refresh_from_db()
        assert (again.state, fresh(row).claims_used) == ("accepted", 1)


def test_late_work_shows_and_can_be_put_before_the_market(town: Town) -> None:
    row = running(town)
    with clock.at(NOON):
        one = claim(town, row)
        assert claims_due(town.clay).to_answer == 1
    with clock.at(NOON + 3 * DAY):
        assert claims_due(town.clay).late == 1
        actions.accept_claim(by=town.mei_at_work(), store=town.clay, claim=one.public_id)
        with pytest.raises(actions.ClaimMovedOn):
            actions.dispute_claim(by=shopper(town.alice), claim=one.public_id, text="Where is it?")
    with clock.at(NOON + 14 * DAY):
        assert [each.public_id for each in inbox(town.clay)] == [one.public_id]
        actions.dispute_claim(by=shopper(town.alice), claim=one.public_id, text="Where is it?")
        assert list(inbox(town.clay)) == []


def test_only_those_concerned_act(town: Town) -> None:
    row = running(town)
    with clock.at(NOON):
        with pytest.raises(NotFound):
            actions.claim_service(by=shopper(town.bob), contract=row.public_id, text="x", way="send-in")
        one = claim(town, row)
        with pytest.raises(NotFound):
            actions.withdraw_claim(by=shopper(town.bob), claim=one.public_id)
        with pytest.raises(NotFound):
            actions.accept_claim(by=town.ravi_at_work(), store=town.cashmere, claim=one.public_id)
        lin = place(town.lin.pk, town.clay.public_id)[1]
        with pytest.raises(NotAllowed):
            actions.accept_claim(by=lin, store=town.clay, claim=one.public_id)


def test_a_picture_of_a_claim_is_for_its_holder_and_the_stores_people_alone(town: Town) -> None:
    row = running(town)
    with clock.at(NOON):
        one = claim(town, row, pictures=rebuilt_pictures(uploads=[png()]))
    picture = asked_pictures(one)[0]
    at = f"/services/pictures/{picture.public_id}"

    def status(person: Any, path: str = at) -> int:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client.get(path).status_code

    assert [status(who) for who in (town.alice, town.mei)] == [200, 200]
    strangers = (None, town.bob, town.ravi, town.lin, town.olga)
    assert [status(who) for who in strangers] == [404] * 5
    assert status(town.bob, "/services/pictures/prv_00000000000000000000") == 404
    # No public address leads to the file, whatever the name.
    assert private_files().get(f"{picture.public_id}-160.webp")
    assert status(town.alice, f"/media/{picture.public_id}-160.webp") == 404
    with clock.at(NOON):
        actions.refuse_claim(by=town.mei_at_work(), store=town.clay, claim=one.public_id, answer="No")
        actions.dispute_claim(by=shopper(town.alice), claim=one.public_id, text="Look")
    assert status(town.olga) == 200
    client = Client()
    client.force_login(town.alice)
    answer = client.get(at)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "image/webp"


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_counted(town: Town) -> None:
    row = running(town)
    client = Client()
    client.force_login(town.alice)
    bad = SimpleUploadedFile("x.png", b"<svg onload=alert(1)>", "image/png")
    with clock.at(NOON):
        answer = client.post(
            f"/services/{row.public_id}/claim",
            {"text": "Stains", "way": "send-in", "pictures": [bad], "idempotency_key": "k" * 20},
        )
    assert answer.status_code == 422
    assert "SVG drawings are not taken" in answer.content.decode()
    assert fresh(row).claims_used == 0


def test_pictures_are_drawn_anew_only_for_a_claim_that_is_possible(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = running(town, claims=1)
    drawn: list[int] = []
    redraw = claiming.rebuilt_pictures

    def counting(*, uploads: Any) -> Any:
        drawn.append(len(uploads))
        return redraw(uploads=uploads)

    monkeypatch.setattr(claiming, "rebuilt_pictures", counting)

    def post(person: Any, at: datetime, **more: str) -> int:
        client = Client()
        client.force_login(person)
        given = {"text": "Stains", "way": "send-in", "idempotency_key": new_id("key")} | more
        upload = SimpleUploadedFile("x.png", png(), "image/png")
        with clock.at(at):
            return client.post(f"/services/{row.public_id}/claim", given | {"pictures": [upload]}).status_code

    assert post(town.bob, NOON) == 404
    assert post(town.alice, NOON, way="by-balloon") == 422
    assert post(town.alice, NOON, text=" ") == 422
    assert post(town.alice, NOON + 4000 * DAY) == 422
    assert drawn == []
    assert post(town.alice, NOON) == 303
    assert drawn == [1]
    assert post(town.alice, NOON) == 422
    assert drawn == [1]


def test_a_contract_keeps_the_version_it_was_sold_with(town: Town) -> None:
    row = running(town, claims=3)
    by, store = town.mei_at_work(), town.clay
    values = row.plan.versions.get(number=1).definition.as_json() | {"claims": 1, "days": 30, "title": "Less"}
    values = {name: tuple(each) if isinstance(each, list) else each for name, each in values.items()}
    plan = actions.change_plan(by=by, store=store, plan=row.plan.public_id, values=values)
    assert plan.version == 2
    assert seen(fresh(row)).definition.title == "Keep it bright"
    assert (fresh(row).claims_most, fresh(row).days) == (3, 180)
    actions.stop_plan(by=by, store=store, plan=plan.public_id)
    with pytest.raises(actions.PlanStopped):
        actions.publish_plan(by=by, store=store, plan=plan.public_id)
    with clock.at(NOON):
        assert claim(town, row).state == "asked"


def test_holders_with_claims_left_are_reminded_once(town: Town) -> None:
    row = running(town)
    with clock.at(NOON + 160 * DAY):
        assert actions.remind_holders() == 0
    with clock.at(NOON + 167 * DAY):
        assert actions.remind_holders() == 1
        assert actions.remind_holders() == 0
    assert fresh(row).reminded_at is not None


def test_a_plan_leaves_the_basket_with_its_goods_and_never_outnumbers_them(town: Town) -> None:
    plan, pot, by = sold_by_mei(town), town.variant(town.teapot), shopper(town.alice)
    line = orders.put_in_basket(by=by, variant=pot.public_id, quantity=3)
    orders.choose_plan(by=by, line=line.public_id, plan=plan.public_id, quantity=9)
    line.refresh_from_db()
    assert line.plan_quantity == 3
    orders.set_quantity(by=by, line=line.public_id, quantity=2)
    line.refresh_from_db()
    assert line.plan_quantity == 2
    with pytest.raises(orders.PlanNotHere):
        orders.choose_plan(by=by, line=line.public_id, plan="pln_none")
    orders.remove_line(by=by, line=line.public_id)
    assert not town.alice.basket.lines.exists()

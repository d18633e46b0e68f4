"""Every address of the market: for whom it is, what names it is opened with, and a body that does something.

A route that is missing here fails a test, and so does a row whose route is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from regulars.faces.look.forms import local_input
from regulars.ground.kit import clock
from tests.guarantees.raffles import times
from tests.guarantees.world import Side, World, sheet
from tests.town import PASSWORD
from tests.trade.orders.shopping import HOME, total

Body = Callable[[World, Side], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """A route. `kind`: public, person, store, operator, account, system. `rights`: one of them opens it.

    `ids` says which thing of a side stands for a part of the address where it is not the usual one.
    `post` is the body of a request that changes something; None for a page that is only read.
    `touches` are tables in which somebody from outside may leave rows of a store (a follower, a claim).
    """

    name: str
    kind: str
    rights: tuple[str, ...] = ()
    ids: dict[str, str] = field(default_factory=dict)
    post: Body | None = None
    get: bool = True
    who: str = ""
    touches: tuple[str, ...] = ()
    query: str = ""

    def kwargs(self, side: Side) -> dict[str, Any]:
        """The parts of the address, taken from a side."""
        usual = USUAL | self.ids
        return {part: _value(side, usual[part]) for part in PARTS[self.name]}

    def path(self, side: Side) -> str:
        """The address in a side."""
        return reverse(self.name, kwargs=self.kwargs(side)) + self.query

    def body(self, world: World, side: Side) -> dict[str, Any]:
        """The body that does something in a side."""
        return self.post(world, side) if self.post else {}


def _value(side: Side, name: str) -> Any:
    found = name if name.startswith("=") else side.ids[name]
    plain = found.removeprefix("=")
    return int(plain) if found.startswith("=") and plain.isdigit() else plain


# Parts of addresses -> which thing of a side they name; "=x" stands for x itself.
USUAL = {
    "store_id": "store", "product_id": "product", "offer_id": "offer", "staff_id": "staff", "run_id": "run",
    "order_id": "order_paid", "return_id": "return_asked", "customer_id": "customer", "slug": "slug",
    "public_id": "product", "currency": "=CNY", "line": "basket_line", "group": "group", "order": "order_paid",
    "back": "return_asked", "offer": "offer", "address": "address", "provider": "=test", "name": "media",
    "plan_key": "=coupon", "key": "=MQ:abc:def", "uidb36": "=1", "pk": "=1", "payout_id": "payout",
    "category_id": "category_id", "ref": "order_paid", "back_id": "return_disputed", "kind": "=cross-store",
    "rule_id": "rule", "entry_id": "entry", "discrepancy_id": "discrepancy", "refund_id": "refund",
    "invitation_id": "invitation", "token": "token", "segment_id": "segment", "message_id": "message",
    "contact": "contact", "survey_id": "survey", "drop_id": "drop", "question_id": "=q1", "pick": "=o1",
    "edition_id": "edition", "pin_id": "pin", "decision_id": "=dec_none",
    "experiment_id": "experiment", "block_id": "=page-terms",
    "contract": "contract", "claim": "service_claim", "claim_id": "service_claim", "picture_id": "service_picture",
    "plan_id": "service_plan",
    "presale": "presale_booked", "booking": "booking", "advance": "advance", "presale_id": "presale_draft",
    "list_id": "list", "synonym_id": "synonym", "journey_id": "journey", "step_id": "=s1", "traveller_id": "traveller",
    "lottery_id": "lottery", "trial_id": "trial", "win_id": "win", "application_id": "application_due",
    "review_id": "review",
    "agreement_id": "agreement", "form_id": "quote_form", "photo_id": "agreement_photo", "number": "=1",
}  # fmt: skip


def patterns() -> Iterator[tuple[str, list[str]]]:
    """Name and parts of every route."""
    yield from _walk(get_resolver().url_patterns, [])


def _walk(found: list[Any], parts: list[str]) -> Iterator[tuple[str, list[str]]]:
    for one in found:
        mine = [*parts, *one.pattern.regex.groupindex]
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, mine)
        elif isinstance(one, URLPattern):
            yield one.name or f"unnamed:{one.pattern}", mine


PARTS: dict[str, list[str]] = dict(patterns())


def address(world: World, side: Side) -> dict[str, Any]:
    """A delivery address as its form sends it."""
    return {"recipient": "A", "phone": "13800001234", "street": "1 Lane", "city": "Yixing", "country": "CN"}


def checkout(world: World, side: Side) -> dict[str, Any]:
    """The form of the check-out for what is in the buyer's basket."""
    seen = total(side.shopping, {side.ids["variant"]: 1})
    return HOME | {"country": "CN", "expected_total_minor": str(seen)}


def preplanned(world: World, side: Side) -> dict[str, Any]:
    """The form of a presale."""
    variant, days = side.ids["variant"], (0, 3, 5, 7, 9)
    names = ("deposit_from", "deposit_until", "balance_from", "balance_until", "ship_by")
    moments = {
        name: local_input(clock.now() + timedelta(days=after))
        for name, after in zip(names, days, strict=True)
    }
    amounts = {f"quota-{variant}": "3", f"price-{variant}": "200", f"deposit-{variant}": "10"}
    words = {"title": "Winter", "unpaid": "refund", "per_person": "1", "product": side.ids["product"]}
    return moments | amounts | words


def group(world: World, side: Side) -> dict[str, Any]:
    """The form of a group of people."""
    return {
        "name": "Twice", "join": "all", "g0-join": "all", "g0-0-kind": "did", "g0-0-what": "paid", "g0-0-op": "ge",
        "g0-0-value": "2", "g0-0-measure": "times", "g0-0-days": "90", "do": "save",
    }  # fmt: skip


def letter(world: World, side: Side) -> dict[str, Any]:
    """The form of a message."""
    return {
        "name": "Spring", "segment_id": side.ids["segment"], "channel": "inbox", "purpose": "offers",
        "subject": "New cups", "text": "Hello {name|friend}", "holdout_percent": "10", "window_days": "14",
    }  # fmt: skip


def service_plan(world: World, side: Side) -> dict[str, Any]:
    """The form of a service plan."""
    return {
        "title": "Care", "covered": "Stains", "goods": "all", "price_by": "fixed", "price": "12.00", "days": "90",
        "claims": "2", "gap_days": "0", "starts": "delivery", "ways": ["send-in"], "answer_days": "2",
        "fulfil_days": "7",
    }  # fmt: skip


def product(world: World, side: Side) -> dict[str, Any]:
    """The form of a product."""
    return {
        "title": "New thing", "category": "teapots", "v_id": [""], "v_sku": [""], "v_price": ["12.50"],
        "v_compare": [""], "v_cost": [""], "v_stock": ["4"], "v_was": ["0"], "v_gone": [""], "v_o1": ["S"],
        "v_o2": [""], "v_o3": [""], "option_1": "Size", "do": "",
    }  # fmt: skip


def drop_form(world: World, side: Side) -> dict[str, Any]:
    """The form of a drop."""
    opens = clock.now() + timedelta(hours=2)
    return {
        "variant": side.ids["variant"], "title": "Two of them", "units": "2", "per_person": "1", "price": "",
        "opens_at": local_input(opens), "ends_at": local_input(opens + timedelta(hours=1)), "room_minutes": "15",
        "pay_minutes": "10", "queue_most": "", "who_1": "everybody",
    }  # fmt: skip


def shown_pass(world: World, side: Side) -> dict[str, Any]:
    """The button of a drop's page, pressed for a second piece a minute after it was read."""
    from regulars.trade.drops import queries

    row = queries.drop_for_shoppers(side.ids["drop"])
    with clock.shift(timedelta(minutes=-1)):
        return {"pass": queries.pass_for(row, queries.plan_of(row), None, "vis_nobody"), "piece": "2"}


def edited(world: World, side: Side) -> dict[str, Any]:
    """The form of the draft, with another title and price."""
    from regulars.goods.catalog.models import Product

    row = Product.objects.of(side.store).get(public_id=side.ids["draft"])
    return product(world, side) | {
        "title": "Other words", "version": str(row.version), "v_id": [side.ids["variant_draft"]],
        "v_sku": ["other"], "v_was": ["5"], "picture": [side.ids["picture"]],
    }  # fmt: skip


def planned(world: World, side: Side) -> dict[str, Any]:
    """The form of a coupon."""
    day = clock.now()
    return {
        "title": "Planned", "starts_at": day.strftime("%Y-%m-%dT%H:%M"), "how": "amount", "off": "3", "threshold": "50",
        "ends_at": (day + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M"), "scope": "all", "per_person": "1",
    }  # fmt: skip


def shared(world: World, side: Side) -> dict[str, Any]:
    """The form of an offer across stores."""
    day = clock.now() + timedelta(hours=12)
    return {
        "title": "Shared", "starts_at": day.strftime("%Y-%m-%dT%H:%M"), "from_1": "100", "off_1": "10",
        "ends_at": (day + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M"), "store_percent": "50", "pool": "market",
    }  # fmt: skip


def table(world: World, side: Side) -> dict[str, Any]:
    """A CSV file of products."""
    return {"file": SimpleUploadedFile("goods.csv", sheet("plain"), "text/csv")}


def fixed(**body: Any) -> Body:
    """The same body for every side."""
    return lambda world, side: dict(body)


def named(**things: str) -> Body:
    """A body whose values are things of the side; "=x" stands for x itself."""
    return lambda world, side: {field: _value(side, name) for field, name in things.items()}


def account(*names: str) -> list[Row]:
    """Routes of the log-in kit: it answers for them itself, and none of them knows a store."""
    return [Row(name, "account") for name in names]


def programme(world: World, side: Side) -> dict[str, Any]:
    """The rules of a programme as the form sends them."""
    return {
        "name": "Club", "points": "2", "per": "1.00", "worth": "0.01", "share": "50", "expiry_days": "365",
        "window_days": "365", "tier-0-name": "Member",
    }  # fmt: skip


def raffle(world: World, side: Side) -> dict[str, Any]:
    """The form of a lottery."""
    return {"title": "Raffle", "way": "timed", "who": "everybody", "take_days": "7", "rounds": "2"} | times()


def tried(world: World, side: Side) -> dict[str, Any]:
    """The form of a trial."""
    return {
        "title": "Try", "way": "lot", "who": "everybody", "variant": side.ids["variant"], "pieces": "1", "take_days": "7",
        "report_days": "14", "away_days": "90",
    } | times()  # fmt: skip


def offered(world: World, side: Side) -> dict[str, Any]:
    """Terms as the editor sends them."""
    day = (clock.now() + timedelta(days=5)).date().isoformat()
    kinds = ("pay", "make", "balance", "deliver")
    rows = {f"m{at}-kind": kind for at, kind in enumerate(kinds)} | {f"m{at}-due": day for at in range(4)}
    return rows | {
        "title": "Another coat", "spec": "Of wool", "price": "700", "m0-amount": "100", "r0-days": "3",
        "r0-share": "5", "acceptance_days": "7", "give_up_days": "30",
    }  # fmt: skip


def quote_form(world: World, side: Side) -> dict[str, Any]:
    """What a store makes to order, as the form sends it; hung on the product that is not on sale yet."""
    days = {"pay": 1, "make": 9, "balance": 10, "deliver": 12}
    rows = {f"m{at}-kind": kind for at, kind in enumerate(days)} | {
        f"m{at}-days": str(day) for at, day in enumerate(days.values())
    }
    return rows | {
        "title": "Hats", "product": side.ids["draft"], "m0-share": "20", "acceptance_days": "7", "give_up_days": "30",
    }  # fmt: skip


SHOPPERS = [
    Row("home", "public"),
    Row("categories", "public"),
    Row("category", "public", ids={"slug": "category"}),
    Row("stores", "public"),
    Row("store", "public"),
    Row("follow", "public", post=fixed(origin="follow"), get=False, who="bob", touches=("customers.Relation",)),
    Row("leave", "public", post=fixed(), get=False, who="buyer", touches=("customers.Relation",)),
    Row(
        "club_join",
        "public",
        post=fixed(),
        get=False,
        who="bob",
        touches=("customers.Relation", "members.Member", "members.Trade"),
    ),
    Row(
        "club_birthday",
        "public",
        post=fixed(month="5", day="4"),
        get=False,
        who="buyer",
        touches=("members.Member",),
    ),
    Row("club_part", "public", post=fixed(), get=False, who="buyer", touches=("members.Member",)),
    Row("product", "public"),
    Row("how_we_rank", "public"),
    Row("lists", "public"),
    Row("list", "public", ids={"slug": "list_slug"}),
    Row("search", "public", query="?q=cup"),
    Row("search_suggestions", "public", query="?q=cu"),
    Row("me", "public"),
    Row("my_stores", "person"),
    Row("my_inbox", "person"),
    Row("my_message", "person"),
    Row("my_message_open", "person", post=fixed(), get=False),
    Row("my_services", "person"),
    Row("my_service", "person"),
    Row("service_claim", "person", ids={"contract": "contract_free"}, get=False,
        post=fixed(text="Stains", way="send-in")),
    Row("service_claim_do", "person", post=fixed(do="withdraw"), get=False),
    Row("service_picture", "person"),
    Row("basket_plan", "public", post=named(plan="service_plan"), get=False),
    Row("drop", "public"),
    Row("drop_take", "public", post=shown_pass, get=False, touches=("drops.Seat", "drops.Drop")),
    Row("drop_remind", "person", post=fixed(on="0"), get=False),
    Row("my_surveys", "person"),
    Row("survey", "person", post=fixed(**{"q-q1": "o2"})),
    Row("survey_later", "person", post=fixed(), get=False),
    Row("lotteries", "public"),
    Row("lottery", "public"),
    Row(
        "lottery_enter", "person", post=fixed(word="luck"), get=False, who="bob",
        touches=("draws.Entry", "draws.Draw"),
    ),
    Row("lottery_proof", "public"),
    Row("lottery_proof_file", "public"),
    Row("trial", "public"),
    Row(
        "trial_apply", "person", post=fixed(words="I drink tea"), get=False, who="bob",
        touches=("draws.Application",),
    ),
    Row("trial_proof", "public"),
    Row("trial_proof_file", "public"),
    Row("my_draws", "person"),
    Row("prize_take", "person", post=fixed(), get=False),
    Row("trial_report", "person", post=fixed(stars="5", text="Good")),
    Row("product_reviews", "public"),
    Row("review_write", "person", post=fixed(stars="5", text="Good")),
    Row("my_agreements", "person"),
    Row("agreement_ask", "public", ids={"form_id": "quote_form"}, post=fixed(**{"q-chest": "90"}), who="bob",
        touches=("agreements.Agreement", "agreements.Happening", "customers.Relation")),
    Row("agreement", "person"),
    Row("agreement_do", "person", post=fixed(do="note", text="Hello"), get=False),
    Row("agreement_propose", "person", ids={"agreement_id": "agreement_offered"}, post=offered),
    Row("agreement_version", "person", ids={"agreement_id": "agreement_offered"}),
    Row("agreement_photo", "person"),
    Row("my_writers", "person"),
    Row("my_writers_silence", "person", post=fixed(), get=False),
    Row("my_writer", "person", post=fixed(channel="inbox", on="0"), get=False),
    Row("unsubscribe", "public", ids={"token": "unsubscribe"}, post=fixed(),
        touches=("customers.Consent", "customers.Relation")),
    Row("my_privacy", "public", post=fixed(visits="off")),
    Row("my_faces", "public", post=fixed(faces="off"), get=False),
    Row("guest_data", "public", post=fixed(email="nobody@example.com")),
    Row("guest_data_of", "public", ids={"proof": "proof"}, post=fixed(do="file")),
    Row("my_data", "person"),
    Row("my_data_decade", "person", post=fixed(decade="1990"), get=False),
    Row("my_data_file", "person", post=named(store="slug"), get=False),
    Row("my_data_forget", "person", post=named(store="slug", password=f"={PASSWORD}"), who="oscar"),
    Row("robots", "public"),
    Row("sitemap", "public"),
    Row("sitemap_part", "public", ids={"name": "=stores-1"}),
    Row("manifest", "public"),
    Row("basket", "public"),
    Row("basket_add", "public", post=named(variant="variant", quantity="=2"), get=False, touches=("orders.BasketLine",)),
    Row("basket_line", "person", post=fixed(quantity="3"), get=False),
    Row("basket_code", "public", post=named(code="code"), get=False),
    Row("basket_coupons", "public", post=named(claim="claim"), get=False),
    Row("checkout", "public", post=checkout),
    Row("pay", "person"),
    Row("pay_start", "person", post=fixed(provider="test"), get=False),
    Row("pay_return", "person"),
    Row("pay_callback", "system", get=False, post=fixed()),
    Row("test_pay", "person", ids={"public_id": "payment"}),
    Row("test_pay_decide", "person", ids={"public_id": "payment"}, post=fixed(button="pay"), get=False),
    Row("orders", "person"),
    Row("advance", "person"),
    Row("advance_start", "person", post=fixed(provider="test"), get=False),
    Row("advance_return", "person"),
    Row("presale", "public"),
    Row(
        "presale_book", "public", ids={"presale": "presale_open"}, get=False,
        post=lambda world, side: {"item": side.ids["item_open"], "quantity": "1"},
        touches=("presales.Booking", "presales.PresaleItem", "advances.Advance", "customers.Relation"),
    ),
    Row("booking_cancel", "person", post=fixed(), get=False),
    Row("my_presales", "person"),
    Row("order", "person", ids={"group": "group_delivered"}),
    Row("order_confirm", "person", ids={"order": "order_delivered"}, post=fixed(), get=False),
    Row("order_cancel", "person", post=fixed(), get=False),
    Row(
        "return_ask", "person", ids={"order": "order_delivered"},
        post=lambda world, side: {
            "kind": "refund_only", "reason": "damaged", "text": "broke", f"q-{side.ids['line_delivered']}": "1",
        },
    ),
    Row("return", "person", ids={"order": "order_asked"}),
    Row("return_withdraw", "person", ids={"order": "order_asked"}, post=fixed(), get=False),
    Row(
        "return_sent", "person", ids={"order": "order_accepted", "back": "return_accepted"}, get=False,
        post=fixed(carrier="SF", tracking="123"),
    ),
    Row(
        "return_dispute", "person", ids={"order": "order_refused", "back": "return_refused"}, get=False,
        post=fixed(text="No"),
    ),
    Row("my_coupons", "person"),
    Row("claim", "public", post=fixed(), get=False, touches=("offers.Claim", "offers.Budget", "customers.Relation")),
    Row("my_addresses", "person", post=address),
    Row("address_retire", "person", post=fixed(), get=False),
]  # fmt: skip

OPENING = [
    Row("desk", "person"),
    Row("desk_open", "person", post=fixed(name="Third Store"), who="bob"),
    Row("desk_invited", "person", post=fixed(do="decline"), who="bob", touches=("merchants.Invitation",)),
    Row("desk_open_store", "store"),
    Row("desk_start", "store"),
    Row("desk_find", "store", query="?q=kanari"),
]

GOODS = [
    Row("desk_products", "store", ("products",)),
    Row(
        "desk_products_many",
        "store",
        ("products",),
        get=False,
        post=lambda world, side: {"ids": [side.ids["product"]], "bulk": "unpublish"},
    ),
    Row("desk_products_csv", "store", ("products",)),
    Row("desk_product_new", "store", ("products",), post=product),
    Row("desk_import", "store", ("products",), post=table),
    Row("desk_import_template", "store"),
    Row("desk_import_all", "store", ("products",)),
    Row("desk_import_run", "store", ("products",), post=fixed()),
    Row("desk_import_rejected", "store", ("products",)),
    Row("desk_product", "store", ("products",), ids={"product_id": "draft"}, post=edited),
    Row("desk_product_state", "store", ("products",), post=fixed(state="unpublish"), get=False),
    Row("desk_stock", "store", ("products",), post=named(variant="variant", delta="=3", why="=received")),
    Row("desk_prices", "store", ("products",)),
]

OFFERS = [
    Row("desk_placing", "store", ("products",)),
    Row("desk_placed", "store", ("products",)),
    Row("desk_offers", "store", ("offers",)),
    Row("desk_offer_choose", "store", ("offers",)),
    Row("desk_offer_new", "store", ("offers",), post=planned),
    Row("desk_offer_preview", "store", ("offers",), post=planned, get=False),
    Row("desk_offers_across", "store", ("offers",)),
    Row("desk_guard", "store", ("offers",), post=fixed(do="margin", margin="5")),
    Row("desk_offer_check", "store", ("offers",), ids={"offer_id": "offer_draft"}, post=fixed(do="publish", reason="Ok")),
    Row("desk_plan_check", "store", ("offers",), ids={"ref": "drop_draft"},
        post=fixed(do="publish", reason="The shelf is cleared")),
    Row("desk_offer_paid", "store", ("offers",), ids={"offer_id": "offer_coded"}),
    Row("desk_offer_part", "store", ("offers",), ids={"offer_id": "shared_offer"}, post=fixed(join="1"), get=False),
    Row("desk_presales", "store", ("offers",)),
    Row("desk_presale_new", "store", ("offers",), post=preplanned),
    Row("desk_presale", "store", ("offers",)),
    Row("desk_presale_edit", "store", ("offers",), post=preplanned),
    Row("desk_presale_do", "store", ("offers",), post=fixed(do="publish"), get=False),
    Row("desk_offer", "store", ("offers",), ids={"offer_id": "offer_draft"}, post=planned),
    Row(
        "desk_offer_state", "store", ("offers",), ids={"offer_id": "offer_draft"}, post=fixed(state="publish"),
        get=False,
    ),
    Row("desk_offer_try", "store", ("offers",)),
    Row("desk_offer_forecast", "store", ("offers",), post=fixed()),
    Row("desk_offer_results", "store", ("offers",)),
    Row("desk_offer_codes", "store", ("offers",), ids={"offer_id": "offer_coded"}, post=fixed(do="make", count="2")),
    Row("desk_offer_codes_csv", "store", ("offers",), ids={"offer_id": "offer_coded"}),
    Row("desk_offer_people", "store", ("offers",), ids={"offer_id": "offer_chosen"}, post=named(ids="customer")),
]  # fmt: skip

STORE = [
    Row("desk_staff", "store", ("staff",), post=fixed(email="bob@example.com", role="reception")),
    Row("desk_acts", "store", ("staff",)),
    Row("desk_invitation_back", "store", ("staff",), post=fixed(), get=False),
    Row("desk_staff_change", "store", ("staff",), post=fixed(role="warehouse"), get=False),
    Row("desk_settings", "store", ("settings",), post=fixed(part="delivery", freight="9", returns_days="7")),
    Row("desk_export", "store", ("export",), post=fixed()),
]

DAILY = [
    Row("desk_today", "store"),
    Row("desk_orders", "store", ("orders", "reception")),
    Row("desk_orders_csv", "store", ("orders", "reception")),
    Row("desk_orders_many", "store", ("orders",), post=named(ids="order_paid", bulk="=accept"), get=False),
    Row(
        "desk_ship", "store", ("orders",),
        post=lambda world, side: {"order": [side.ids["order_paid"], side.ids["order_paid_too"]], "carrier": "SF"},
    ),
    Row("desk_order", "store", ("orders", "reception")),
    Row("desk_order_slip", "store", ("orders",)),
    Row("desk_order_accept", "store", ("orders",), post=fixed(), get=False),
    Row("desk_order_ship", "store", ("orders",), post=fixed(carrier="SF", tracking="1"), get=False),
    Row(
        "desk_order_parcel", "store", ("orders",), ids={"order_id": "order_shipped"},
        post=fixed(carrier="SF", tracking="2"), get=False,
    ),
    Row("desk_order_deliver", "store", ("orders",), ids={"order_id": "order_shipped"}, post=fixed(), get=False),
    Row("desk_order_contact", "store", ("orders", "reception"), post=fixed(), get=False),
    Row(
        "desk_order_refund", "store", ("orders",), ids={"order_id": "order_delivered"},
        post=lambda world, side: {f"units_{side.ids['line_delivered']}": "1", "reason": "agreed"},
    ),
    Row("desk_order_refuse", "store", ("orders",), post=fixed(reason="No more clay")),
    Row("desk_returns", "store", ("orders",)),
    Row("desk_return", "store", ("orders",)),
    Row("desk_return_accept", "store", ("orders",), post=fixed(answer="Yes", send_to="1 Kiln Lane"), get=False),
    Row("desk_return_refuse", "store", ("orders",), post=fixed(answer="No"), get=False),
    Row(
        "desk_return_where", "store", ("orders",), ids={"return_id": "return_accepted"},
        post=fixed(send_to="2 Kiln Lane"), get=False,
    ),
    Row(
        "desk_return_receive", "store", ("orders",), ids={"return_id": "return_accepted"}, post=fixed(restock="1"),
        get=False,
    ),
    Row("desk_customers", "store", ("customers", "reception")),
    Row("desk_customers_csv", "store", ("customers", "reception")),
    Row("desk_customer", "store", ("customers", "reception")),
    Row("desk_customer_timeline", "store", ("customers", "reception")),
    Row("desk_customer_contact", "store", ("customers", "reception"), post=fixed(), get=False),
    Row("desk_customer_standing", "store", ("customers", "reception")),
    Row("desk_customer_tag", "store", ("customers",), post=fixed(name="Tea lover"), get=False),
    Row("desk_customer_untag", "store", ("customers",), post=named(tag="tag"), get=False),
    Row("desk_customer_note", "store", ("customers",), post=fixed(text="Likes it strong"), get=False),
    Row("desk_people", "store", ("customers",)),
    Row("desk_forecast", "store", ("customers",)),
    Row("desk_cohorts", "store", ("customers",)),
    Row("desk_cohorts_use", "store", ("offers",), post=fixed(key="2026-01:1990:discount:"), get=False),
    Row("desk_figure_csv", "store", ("customers",), ids={"name": "=people.stages"}),
    Row("desk_figures", "store", ("customers",)),
    Row("desk_figure", "store", ("customers",), ids={"name": "=people.stages"}),
    Row("desk_figure_json", "store", ("customers",), ids={"name": "=people.stages"}, query="?as_of=2026-01-31"),
    Row("desk_sources", "store", ("customers",)),
    Row("desk_people_behind", "store", ("customers",), query='?definition={"kind":"did","what":"paid"}'),
    Row(
        "desk_people_keep", "store", ("customers",), get=False,
        post=fixed(name="Kept", definition='{"kind":"did","what":"paid"}'),
    ),
    Row("desk_members", "store", ("customers",)),
    Row("desk_programme", "store", ("offers",), post=programme),
    Row("desk_programme_close", "store", ("offers",), post=fixed(), get=False),
    Row("desk_programme_reopen", "store", ("offers",), post=fixed(), get=False),
    Row("desk_groups", "store", ("customers",)),
    Row("desk_group_new", "store", ("customers",), post=group),
    Row("desk_group_size", "store", ("customers",), query="?join=all&g0-join=all"),
    Row(
        "desk_group_upload", "store", ("customers",),
        post=lambda world, side: {"name": "Fair", "words": side.ids["customer"]},
    ),
    Row("desk_group", "store", ("customers",)),
    Row("desk_group_csv", "store", ("customers",)),
    Row("desk_group_edit", "store", ("customers",), post=group),
    Row("desk_group_archive", "store", ("customers",), post=fixed(), get=False),
    Row("desk_group_refresh", "store", ("customers",), post=fixed(), get=False),
    Row("desk_messages", "store", ("offers",)),
    Row("desk_message_new", "store", ("offers",), post=letter),
    Row("desk_message", "store", ("offers",), ids={"message_id": "message_gone"}),
    Row("desk_message_edit", "store", ("offers",), post=letter),
    Row("desk_message_do", "store", ("offers",), post=fixed(do="schedule"), get=False),
    Row("desk_message_log", "store", ("offers",), ids={"message_id": "message_gone"}),
    Row("desk_services", "store", ("offers",)),
    Row("desk_service_new", "store", ("offers",), post=service_plan),
    Row("desk_service", "store", ("offers",)),
    Row("desk_service_change", "store", ("offers",), ids={"plan_id": "service_draft"}, post=service_plan),
    Row("desk_service_state", "store", ("offers",), ids={"plan_id": "service_draft"}, post=fixed(state="publish"),
        get=False),
    Row("desk_service_claims", "store", ("orders",)),
    Row("desk_service_claim", "store", ("orders",)),
    Row("desk_service_claim_do", "store", ("orders",), post=fixed(do="accept"), get=False),
    Row("desk_lotteries", "store", ("offers",)),
    Row("desk_lottery_new", "store", ("offers",), post=raffle),
    Row("desk_lottery", "store", ("offers",)),
    Row("desk_lottery_edit", "store", ("offers",), ids={"lottery_id": "lottery_draft"}, post=raffle),
    Row("desk_lottery_prize", "store", ("offers",), ids={"lottery_id": "lottery_draft"},
        post=lambda world, side: {"what": f"goods:{side.ids['variant']}", "count": "2"}, get=False),
    Row("desk_lottery_do", "store", ("offers",), ids={"lottery_id": "lottery_draft"}, post=fixed(do="publish"),
        get=False),
    Row("desk_lottery_lots", "store", ("offers",)),
    Row("desk_trial_new", "store", ("offers",), post=tried),
    Row("desk_trial", "store", ("offers",), ids={"trial_id": "trial_applied"}),
    Row("desk_trial_edit", "store", ("offers",), ids={"trial_id": "trial_draft"}, post=tried),
    Row("desk_trial_do", "store", ("offers",), ids={"trial_id": "trial_applied"},
        post=lambda world, side: {"do": "choose", "application": side.ids["application"], "reason": "Yes"}, get=False),
    Row("desk_reviews", "store", ("reception",)),
    Row("desk_review_answer", "store", ("reception",), post=fixed(answer="Thank you"), get=False),
    Row("desk_agreements", "store", ("orders",)),
    Row("desk_agreement_days", "store", ("orders",)),
    Row("desk_agreement_all", "store", ("orders",)),
    Row("desk_quote_forms", "store", ("offers",)),
    Row("desk_quote_form_new", "store", ("offers",), post=quote_form),
    Row("desk_quote_form", "store", ("offers",), post=quote_form),
    Row("desk_quote_form_do", "store", ("offers",), post=fixed(do="close"), get=False),
    Row("desk_agreement", "store", ("orders",)),
    Row("desk_agreement_do", "store", ("orders",), post=fixed(do="note", text="Hello"), get=False),
    Row("desk_agreement_propose", "store", ("orders",), post=offered),
    Row("desk_agreement_version", "store", ("orders",), ids={"agreement_id": "agreement_offered"}),
    Row("desk_agreement_photo", "store", ("orders",)),
    Row("desk_drops", "store", ("offers",)),
    Row("desk_drop_new", "store", ("offers",), post=drop_form),
    Row("desk_drop", "store", ("offers",)),
    Row("desk_drop_edit", "store", ("offers",), ids={"drop_id": "drop_draft"}, post=drop_form),
    Row("desk_drop_do", "store", ("offers",), ids={"drop_id": "drop_draft"}, post=fixed(do="publish"), get=False),
    Row("desk_surveys", "store", ("offers",)),
    Row("desk_survey_begin", "store", ("offers",), post=fixed(preset="reasons"), get=False),
    Row("desk_survey_new", "store", ("offers",), post=fixed(title="Why", audience="link")),
    Row("desk_survey", "store", ("offers",)),
    Row("desk_survey_edit", "store", ("offers",), ids={"survey_id": "survey_draft"},
        post=fixed(title="Why", audience="link")),
    Row("desk_survey_preview", "store", ("offers",)),
    Row("desk_survey_do", "store", ("offers",), ids={"survey_id": "survey_draft"}, post=fixed(do="open"), get=False),
    Row("desk_survey_csv", "store", ("offers",)),
    Row("desk_question_new", "store", ("offers",), ids={"survey_id": "survey_draft"},
        post=fixed(kind="text", text="More?")),
    Row("desk_question", "store", ("offers",), ids={"survey_id": "survey_draft"},
        post=fixed(kind="text", text="Why?")),
    Row("desk_survey_people", "store", ("offers",), post=fixed(name="Those")),
    Row("desk_journeys", "store", ("offers",)),
    Row("desk_journey_new", "store", ("offers",), post=fixed(), get=False),
    Row("desk_journey", "store", ("offers",)),
    Row("desk_journey_do", "store", ("offers",), post=fixed(do="add", kind="wait"), get=False),
    Row("desk_journey_settings", "store", ("offers",), post=fixed(name="Way", holdout_percent="10", window_days="9")),
    Row("desk_journey_step", "store", ("offers",), post=fixed(how="time", count="2", unit="days")),
    Row("desk_journey_people", "store", ("offers",), ids={"journey_id": "journey_going"}),
    Row("desk_journey_log", "store", ("offers",), ids={"journey_id": "journey_going"}),
    Row("desk_pages", "store", ("settings",)),
    Row("desk_page", "store", ("settings",), ids={"key": "=store"}),
    Row("desk_page_do", "store", ("settings",), ids={"key": "=product"},
        post=fixed(do="hide", block="page-others", version="0"), get=False),
    Row("desk_page_block", "store", ("settings",), ids={"key": "=store"}, post=fixed(version="0"), get=False),
    Row("desk_page_publish", "store", ("settings",), ids={"key": "=product"}, post=fixed(version="1"), get=False),
    Row("desk_page_history", "store", ("settings",), ids={"key": "=store"}),
    Row("desk_page_back", "store", ("settings",), ids={"key": "=store"}, post=fixed(do="back", number="1"), get=False),
    Row("desk_customer_journeys", "store", ("customers", "reception")),
    Row("desk_money", "store", ("money",)),
    Row("desk_statement", "store", ("money",)),
    Row("desk_statement_csv", "store", ("money",)),
]  # fmt: skip

CONSOLE = [
    Row("console", "operator"),
    Row("console_confirm", "operator", post=fixed(password=PASSWORD, next="/console/people/")),
    Row("console_orders", "operator"),
    Row("console_behind", "operator"),
    Row("console_order", "operator"),
    Row("console_service_claims", "operator"),
    Row("console_service_claim", "operator", ids={"claim_id": "service_disputed"}),
    Row("console_service_claim_decide", "operator", ("market.orders",), ids={"claim_id": "service_disputed"},
        post=fixed(outcome="stand", answer="The terms say so", password=PASSWORD), get=False),
    Row("console_agreements", "operator"),
    Row("console_agreement", "operator", ids={"agreement_id": "agreement_disputed"}),
    Row("console_agreement_version", "operator", ids={"agreement_id": "agreement_disputed"}),
    Row("console_agreement_photo", "operator", ids={"agreement_id": "agreement_disputed", "photo_id": "photo_disputed"}),
    Row(
        "console_agreement_decide", "operator", ("market.orders",), ids={"agreement_id": "agreement_disputed"},
        get=False, post=fixed(returned="50", why="Half", password=PASSWORD),
    ),
    Row("console_disputes", "operator"),
    Row("console_dispute", "operator", ids={"back_id": "return_disputed"}),
    Row(
        "console_decide", "operator", ("market.orders",), ids={"back_id": "return_disputed"}, get=False,
        post=fixed(decision="refund", answer="Right"),
    ),
    Row("console_offers", "operator"),
    Row("console_offer_new", "operator", ("market.offers",), post=shared),
    Row("console_offer", "operator", ids={"offer_id": "shared_offer"}),
    Row(
        "console_offer_check", "operator", ("market.offers",), ids={"offer_id": "market_draft"},
        post=fixed(do="look"),
    ),
    Row(
        "console_offer_forecast", "operator", ("market.offers",), ids={"offer_id": "shared_offer"}, post=fixed(),
    ),
    Row("console_offer_try", "operator", ids={"offer_id": "shared_offer"}),
    Row("console_offer_change", "operator", ("market.offers",), ids={"offer_id": "market_draft"}, post=shared),
    Row(
        "console_offer_state", "operator", ("market.offers",), ids={"offer_id": "shared_offer"}, get=False,
        post=fixed(state="stop"),
    ),
    Row("console_stores", "operator"),
    Row("console_store", "operator"),
    Row("console_statement", "operator"),
    Row("console_suspend", "operator", ("market.merchants",), post=fixed(reason="Asked for papers"), get=False),
    Row("console_restore", "operator", ("market.merchants",), post=fixed(), get=False),
    Row("console_shelves", "operator"),
    Row("console_pages", "operator", ("market.catalog",)),
    Row("console_page", "operator", ("market.catalog",), ids={"key": "=market"}),
    Row("console_page_do", "operator", ("market.catalog",), ids={"key": "=market"},
        post=fixed(do="hide", block="page-newest", version="0"), get=False),
    Row("console_page_block", "operator", ("market.catalog",), ids={"key": "=market"}, post=fixed(version="0"),
        get=False),
    Row("console_page_publish", "operator", ("market.catalog",), ids={"key": "=market"}, post=fixed(version="1"),
        get=False),
    Row("console_page_history", "operator", ("market.catalog",), ids={"key": "=market"}),
    Row("console_page_back", "operator", ("market.catalog",), ids={"key": "=market"},
        post=fixed(do="back", number="1"), get=False),
    Row("console_shelf_add", "operator", ("market.catalog",), post=fixed(name="Trays"), get=False),
    Row("console_shelf", "operator"),
    Row("console_shelf_change", "operator", ("market.catalog",), post=fixed(name="Pots"), get=False),
    Row(
        "console_shelf_retire", "operator", ("market.catalog",), ids={"category_id": "empty_category"}, post=fixed(),
        get=False,
    ),
    Row("console_lotteries", "operator"),
    Row("console_lottery_stop", "operator", ("market.offers",), post=fixed(reason="Not allowed"), get=False),
    Row("console_trials", "operator"),
    Row("console_trial_stop", "operator", ("market.offers",), post=fixed(reason="Not allowed"), get=False),
    Row("console_reviews", "operator"),
    Row("console_review_judge", "operator", ("market.merchants",), post=fixed(do="hide", reason="Insult"), get=False),
    Row("console_lists", "operator"),
    Row("console_list_new", "operator", ("market.catalog",), post=fixed(title="Gifts", how="products")),
    Row("console_list", "operator"),
    Row("console_list_look", "operator"),
    Row("console_list_do", "operator", ("market.catalog",), post=fixed(do="down"), get=False),
    Row("console_looked_for", "operator"),
    Row("console_synonyms", "operator"),
    Row("console_synonym_add", "operator", ("market.catalog",), post=fixed(one="mug", other="cup"), get=False),
    Row("console_synonym_end", "operator", ("market.catalog",), post=fixed(), get=False),
    Row("console_lengths", "operator"),
    Row("console_length", "operator"),
    Row(
        "console_length_change", "operator", ("market.catalog",), get=False,
        post=fixed(attention="7", interest="14", intention="21", purchase="180", loyal="180"),
    ),
    Row("console_faces", "operator"),
    Row("console_experiments", "operator"),
    Row(
        "console_experiment_new", "operator", ("market.merchants",), post=fixed(
            name="Newest first", kind="split", policy_a="current", percent_a="50", policy_b="newest", percent_b="50",
            spots="product.goes-with", holdout="0",
        ),
    ),
    Row("console_experiment", "operator"),
    Row("console_experiment_stop", "operator", ("market.merchants",), post=fixed(), get=False),
    Row("console_brands", "operator"),
    Row("console_brand_add", "operator", ("market.catalog",), post=fixed(name="Kiln"), get=False),
    Row("console_brand_retire", "operator", ("market.catalog",), ids={"slug": "brand"}, post=fixed(), get=False),
    Row("console_placing", "operator"),
    Row("console_placing_next", "operator", ("market.merchants",), post=fixed(do="try", floor="10", cap="100")),
    Row("console_placing_withdraw", "operator", ("market.merchants",), post=fixed(), get=False),
    Row("console_pins", "operator", ("market.merchants",), post=fixed(product="none", place="1", reason="x")),
    Row("console_unpin", "operator", ("market.merchants",), post=fixed(), get=False),
    Row("console_places", "operator"),
    Row("console_place", "operator"),
    Row("console_brand_wall", "operator"),
    Row("console_commissions", "operator"),
    Row("console_commission_new", "operator", ("market.money",), post=fixed(rate="6", when="now", do="set")),
    Row("console_commission_end", "operator", ("market.money",), post=fixed(), get=False),
    Row("console_ledger", "operator"),
    Row("console_books", "operator"),
    Row("console_entry", "operator"),
    Row("console_uncleared", "operator"),
    Row("console_transit", "operator"),
    Row("console_discrepancy", "operator"),
    Row("console_resolve", "operator", ("market.money",), post=fixed(to="payer", resolution="Sent back"), get=False),
    Row("console_payouts", "operator"),
    Row("console_payout_plan", "operator"),
    Row("console_payouts_prepare", "operator", ("market.money",), post=fixed(), get=False),
    Row("console_payouts_send", "operator", ("market.money",), post=named(ids="payout"), get=False),
    Row("console_payout", "operator"),
    Row("console_payout_approve", "operator", ("market.money",), post=fixed(), get=False),
    Row("console_payout_return", "operator", ("market.money",), post=fixed(reason="Wrong account"), get=False),
    Row("console_payout_again", "operator", ("market.money",), ids={"payout_id": "payout_back"}, post=fixed(), get=False),
    Row(
        "console_payout_close", "operator", ("market.money",), ids={"payout_id": "payout_back"},
        post=fixed(closing="Paid with the next"), get=False,
    ),
    Row("console_health", "operator"),
    Row("console_redeliver", "operator", ("market.merchants",), ids={"pk": "letter"}, post=fixed(), get=False),
    Row("console_refund_again", "operator", ("market.money",), post=fixed(), get=False),
    Row("console_audit", "operator"),
    Row("console_people", "operator"),
    Row(
        "console_grant", "operator", ("market.merchants",), get=False,
        post=fixed(email="bob@example.com", rights="market.read"),
    ),
    Row("console_withdraw", "operator", ("market.merchants",), post=fixed(email="oscar@example.com"), get=False),
]  # fmt: skip

HOUSE = [
    Row("healthz", "system"),
    Row("readyz", "system"),
    Row("set_language", "public", post=fixed(language="en", next="/"), get=False),
    Row("media", "public"),
    Row("look_guide", "public"),
]

ACCOUNTS = account(
    "account_signup_code",
    "account_login", "account_logout", "account_inactive", "account_signup", "account_reauthenticate", "account_email",
    "account_email_verification_sent", "account_change_password", "account_set_password", "account_reset_password",
    "account_confirm_login_code", "account_confirm_email", "account_reset_password_from_key_done",
    "account_reset_password_from_key", "account_reset_password_done", "account_request_login_code", "mfa_index",
    "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_login_webauthn",
)  # fmt: skip

ROWS: dict[str, Row] = {
    row.name: row
    for row in (*SHOPPERS, *OPENING, *GOODS, *OFFERS, *STORE, *DAILY, *CONSOLE, *HOUSE, *ACCOUNTS)
    if row.name in PARTS
}
ALL_NAMES = {
    row.name for row in (*SHOPPERS, *OPENING, *GOODS, *OFFERS, *STORE, *DAILY, *CONSOLE, *HOUSE, *ACCOUNTS)
}

"""Check out: where it goes, what it costs, one button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from regulars.faces.look.addresses import address
from regulars.faces.look.going import go
from regulars.faces.look.places import countries
from regulars.faces.shopper.buying import basket_parts as parts
from regulars.faces.shopper.buying import tiles, typed
from regulars.faces.shopper.buying.basket import counted
from regulars.faces.shopper.buying.going import keep_key
from regulars.faces.shopper.buying.paying_points import Asked, asked, clubs
from regulars.faces.shopper.buying.receipts import in_words
from regulars.faces.shopper.buying.typed import Typed
from regulars.faces.shopper.frame import looking, show, visitor
from regulars.faces.shopper.services.beside import with_plans
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.idempotency import KeyReused, current, recognise
from regulars.ground.kit.refusals import Busy, LogInFirst, NotFound, Refusal
from regulars.people.accounts.actions import add_address
from regulars.people.accounts.queries import Address, addresses_of
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import BasketView, OrderGroup, Quote, order_refs, quote
from regulars.trade.orders.rules import Grant
from regulars.trade.orders.rules.granting import grants

ELSEWHERE = (KeyReused, Busy, NotFound, LogInFirst)
TOLD_AT_FIELDS = {*typed.PARTS, "email"}


@never_cache
@require_http_methods(["GET", "POST"])
def checkout(request: HttpRequest, currency: str) -> HttpResponse:
    """The page before paying; POST places the order and goes on to pay."""
    if request.method == "POST":
        return _place(request, currency)
    return page(request, currency, None)


def _place(request: HttpRequest, currency: str) -> HttpResponse:
    by = looking(request)
    form, said = typed.read(request, guest=by.person_id is None), asked(request)
    if said.again:
        form.errors = {}
        return page(request, currency, form, again=True)
    if form.errors:
        return page(request, currency, form)
    try:
        group = _ordered(request, form, currency, said)
    except ELSEWHERE:
        raise
    except orders.EmptyBasket as refusal:
        messages.warning(request, str(refusal.sentence))
        return go("basket")
    except Refusal as refusal:
        return page(request, currency, form, refusal)
    _keep(request, form)
    if group.guest_key:
        keep_key(request, group.guest_key, [group.public_id, *order_refs(group)])
    return counted(request, go("pay", group.public_id))


def _ordered(request: HttpRequest, form: Typed, currency: str, said: Asked) -> OrderGroup:
    promised = _promised(request)
    only: dict[str, int] | None = {} if request.GET.get("with") and not along(request) else None
    return orders.place_order(
        by=looking(request),
        expected_total_minor=_total(request),
        currency=currency,
        address=None if form.address_id else form.address,
        address_id=form.address_id,
        email=form.values["email"],
        language=get_language() or "en",
        visitor=visitor(request),
        points=said.points,
        join=said.join,
        lines=only,
        grants=promised,
    )


def _promised(request: HttpRequest) -> list[Grant]:
    """What was promised; nothing when this very request ordered it before: it gets its first answer again."""
    try:
        return promises(request)
    except Refusal:
        if _sent_before():
            return []
        raise


def _sent_before() -> bool:
    intent = current()
    if intent is not None:
        recognise(intent)
    return intent is not None and intent.known


def _total(request: HttpRequest) -> int:
    """The total the shopper saw; anything that is no amount never matches one."""
    said = request.POST.get("expected_total_minor", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else -1


def _keep(request: HttpRequest, form: Typed) -> None:
    by = looking(request)
    if by.person_id is not None and not form.address_id and form.keep:
        add_address(by=by, **form.address)


def page(
    request: HttpRequest,
    currency: str,
    form: Typed | None,
    refusal: Refusal | None = None,
    *,
    again: bool = False,
) -> HttpResponse:
    """The page with the form as typed; a refusal stands at its field, or on top. `again`: only priced anew."""
    by, said, promised = looking(request), asked(request), promises(request)
    view = parts.basket_of_viewer(request)
    chosen = _chosen(view, currency) if along(request) or not promised else {}
    if not chosen and not promised:
        return go("basket")
    answer = _quoted(by, view, currency, chosen, said, promised)
    saved = [] if by.person_id is None else list(addresses_of(by.person_id)[:10])
    told = form or typed.blank(bool(saved))
    if refusal is not None and refusal.param in TOLD_AT_FIELDS:
        told.errors[refusal.param] = str(refusal.sentence)
    return show(
        request,
        "buying/checkout",
        active="basket",
        status=200 if again else _status(form, refusal),
        currency=currency,
        form=told,
        saved=saved,
        choices=_choices(saved),
        guest=by.person_id is None,
        countries=countries(),
        top=_top(refusal),
        here=request.get_full_path(),
        back=_back(promised),
        using=said.points,
        keep_until=min((one.pay_until for one in promised if one.pay_until), default=None),
        extra=_what(by.person_id, view, answer, said),
    )


def promises(request: HttpRequest) -> list[Grant]:
    """What the address says was promised to the viewer (`?with=`). Raises NotFound for a stranger's."""
    ref = request.GET.get("with", "")[:40]
    if not ref:
        return []
    found = grants.find(looking(request), ref)
    if not found:
        raise NotFound()
    return found


def along(request: HttpRequest) -> bool:
    """Whether the basket is ordered along with what was promised."""
    return bool(request.GET.get("basket"))


def _quoted(
    by: Actor, view: BasketView, currency: str, chosen: dict[str, int], said: Asked, promised: list[Grant]
) -> Quote:
    if not promised:
        return parts.quoted(by, view, currency, chosen, said.points)
    codes, claims = (view.codes, view.claims) if chosen else (None, None)
    return quote(
        by=by,
        currency=currency,
        lines=chosen,
        codes=codes,
        claims=claims,
        points=said.points,
        grants=promised,
    )


def _back(promised: list[Grant]) -> dict[str, str]:
    if promised:
        return {"href": address("me"), "label": _("Me")}
    return {"href": address("basket"), "label": _("Basket")}


def _choices(saved: list[Address]) -> list[dict[str, str]]:
    known = [
        {"value": row.public_id, "label": f"{row.recipient} {row.phone}", "help": f"{row.street}, {row.city}"}
        for row in saved
    ]
    return [*known, {"value": typed.NEW, "label": _("A new address")}]


def _status(form: Typed | None, refusal: Refusal | None) -> int:
    if refusal is not None and refusal.status == 409:
        return 409
    return 200 if form is None else 422


def _chosen(view: BasketView, currency: str) -> dict[str, int]:
    return {
        kept.item.variant.public_id: kept.item.quantity
        for kept in view.lines
        if kept.chosen and kept.item.currency == currency
    }


def _what(person_id: int | None, view: BasketView, answer: Quote, said: Asked) -> dict[str, object]:
    """The goods store by store, the receipt, the programmes, and what cannot be ordered."""
    items = [line.item for store in answer.stores for line in store.lines]
    urls = tiles.covers(item.product.cover for item in items)
    names = parts.store_names(items)
    return {
        "total_minor": answer.total_minor,
        "payable_minor": answer.payable_minor,
        "receipt": in_words(answer.receipt, names, answer.prepaid_minor) if answer.receipt else None,
        "stores": [
            {
                "name": names[store.store.public_id],
                "lines": with_plans(
                    [(line.item, tiles.wished(line.item, urls)) for line in store.lines], answer.plans
                ),
            }
            for store in answer.stores
        ],
        "with_plans": bool(answer.plans),
        "clubs": clubs(person_id, answer, said, names),
        "problems": [parts.problem_words(item) for item in answer.problems],
    }


def _top(refusal: Refusal | None) -> dict[str, str] | None:
    """What stands on top of the page instead of at a field."""
    if refusal is None or refusal.param in TOLD_AT_FIELDS:
        return None
    title = _("The total has changed") if isinstance(refusal, orders.PriceChanged) else ""
    return {"title": title, "text": str(refusal.sentence), "kind": "warn"}

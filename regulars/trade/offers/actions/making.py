"""Offers are drafted, changed, published and stopped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.loyalty.members.queries import programme_of
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market
from regulars.trade.offers.actions.keeping import keep_word
from regulars.trade.offers.events import OfferPublished, OfferStopped
from regulars.trade.offers.models import Budget, Offer
from regulars.trade.offers.queries.definition import MANAGED, PRICED, terms_of
from regulars.trade.offers.queries.holdout import MOST_HELD, may_hold_out
from regulars.trade.offers.queries.running import offer_of
from regulars.trade.offers.rules import KINDS, times_of

COLUMNS = (
    "kind",
    "title",
    "title_zh",
    "terms",
    "currency",
    "starts_at",
    "ends_at",
    "claimable",
    "exclusive",
    "per_person",
    "pool",
)
MOST_BIRTHDAY_DAYS = 30
AFTER_PUBLISHING = {"title", "title_zh", "ends_at", "cap_minor", "cap_count"}


class OfferNotPossible(BadInput):
    """The terms contradict themselves; the sentence says where."""

    code = "offer-not-possible"
    sentence = _("These terms do not fit together. Check the amounts and the period.")


class OfferPublishedAlready(Refusal):
    """Shoppers rely on the terms of a published offer."""

    code = "offer-published-already"
    sentence = _(
        "This offer is published. Its end, title and budget can still change; "
        "for other terms stop it and make a new one."
    )


def require_owner(by: Actor, store: Store | None) -> None:
    """Raise unless `by` may run offers of `store` (None: of the market)."""
    if store is None:
        by.require("market.offers")
    else:
        by.require("offers", store.pk)


@action("offers.create")
def create_offer(
    *,
    by: Actor,
    store: Store | None,
    kind: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    terms: dict[str, Any],
    currency: str = "",
    title_zh: str = "",
    claimable: bool = False,
    exclusive: bool = False,
    per_person: int | None = None,
    pool: str = "",
    cap_minor: int | None = None,
    cap_count: int | None = None,
) -> Offer:
    """Draft an offer. Amounts are minor units; `cap_minor`/`cap_count` limit all its uses together.

    Raises OfferNotPossible.
    """
    require_owner(by, store)
    offer = Offer(
        store=store,
        kind=kind,
        title=plain(title, limit=120),
        title_zh=plain(title_zh, limit=120),
        terms=terms,
        currency=currency or (store.currency if store else market().currency),
        starts_at=starts_at,
        ends_at=ends_at,
        claimable=claimable,
        exclusive=exclusive,
        per_person=per_person,
        pool=plain(pool, limit=40),
    )
    _complete(offer)
    _check(offer, cap_minor, cap_count)
    offer.save(force_insert=True)
    _set_budget(offer, cap_minor, cap_count)
    return offer


@action("offers.change")
def change_offer(*, by: Actor, store: Store | None, offer: str, **changes: Any) -> Offer:
    """Change a draft, or the title, end and budget of a published offer.

    Raises OfferPublishedAlready, OfferNotPossible, StillPromised.
    """
    require_owner(by, store)
    row = offer_of(store, offer)
    if row.published_at is not None and set(changes) - AFTER_PUBLISHING:
        raise OfferPublishedAlready(param=min(set(changes) - AFTER_PUBLISHING))
    if row.published_at is not None and "ends_at" in changes:
        keep_word(row, changes["ends_at"])
    cap_minor, cap_count = _caps(row, changes)
    for name in COLUMNS:
        if name in changes:
            setattr(row, name, changes[name])
    row.title, row.title_zh = plain(row.title, limit=120), plain(row.title_zh, limit=120)
    _complete(row)
    _check(row, cap_minor, cap_count)
    row.version += 1
    row.save(update_fields=[*COLUMNS, "version"])
    _set_budget(row, cap_minor, cap_count)
    note(changed=sorted(changes))
    return row


@action("offers.publish")
def publish_offer(*, by: Actor, store: Store | None, offer: str) -> Offer:
    """Open a draft to shoppers; it counts from its start on.

    Raises OfferNotPossible when it is over already.
    """
    require_owner(by, store)
    row = offer_of(store, offer)
    now = clock.now()
    if row.ends_at <= now:
        raise OfferNotPossible(_("The end of this offer has passed. Choose a later end."), param="ends_at")
    if Offer.objects.filter(pk=row.pk, published_at=None).update(published_at=now):
        row.published_at = now
        announce(
            OfferPublished(
                offer=row.public_id,
                kind=row.kind,
                version=row.version,
                starts_at=row.starts_at.isoformat(),
                ends_at=row.ends_at.isoformat(),
                store_id=row.store_id,
                ref=row.public_id,
            )
        )
    return row


@action("offers.stop")
def stop_offer(*, by: Actor, store: Store | None, offer: str) -> None:
    """End an offer now; orders already placed keep it. Raises StillPromised for the prize of a running lottery."""
    require_owner(by, store)
    row = offer_of(store, offer)
    keep_word(row)
    if Offer.objects.filter(pk=row.pk, stopped_at=None).update(stopped_at=clock.now()):
        announce(OfferStopped(offer=row.public_id, store_id=row.store_id, ref=row.public_id))


def _complete(offer: Offer) -> None:
    if offer.kind == "cross-store" and not offer.pool:
        offer.pool = "market"
    if "birthday" in offer.terms:
        # One a year, which the claims themselves keep; a limit per person would be one for ever.
        offer.claimable, offer.per_person = True, None
        return
    if (offer.terms.get("only_new") or (offer.claimable and not offer.per_person)) and not offer.per_person:
        offer.per_person = 1


def _check(offer: Offer, cap_minor: int | None, cap_count: int | None) -> None:
    if not offer.title:
        raise OfferNotPossible(_("Give the offer a title that shoppers will see."), param="title")
    if offer.ends_at <= offer.starts_at:
        raise OfferNotPossible(_("The offer must end after it starts."), param="ends_at")
    if offer.kind not in KINDS:
        raise OfferNotPossible(_("Choose a kind of offer from the list."), param="kind")
    unknown = set(offer.terms) - PRICED - MANAGED
    if unknown:
        raise OfferNotPossible(param=min(unknown))
    _check_limits(offer, cap_minor, cap_count)
    _check_holdout(offer)
    if "birthday" in offer.terms:
        _check_birthday(offer)
    if (offer.terms.get("from_tier") or "birthday" in offer.terms) and (
        offer.store is None or programme_of(offer.store) is None
    ):
        raise OfferNotPossible(
            _("Only members get this. Open the membership programme of your store first."),
            param="from_tier",
        )
    try:
        times_of(offer.terms)
        terms_of(
            offer, budget_left_minor=None, stores=frozenset({"some"}), code="C" if _coded(offer) else None
        )
    except (ValueError, TypeError, KeyError) as problem:
        raise OfferNotPossible(param="terms", reason=str(problem)) from problem


def _check_holdout(offer: Offer) -> None:
    share = offer.terms.get("holdout", 0)
    if type(share) is not int or not 0 <= share <= MOST_HELD:
        raise OfferNotPossible(
            _("The share held out is a whole number from 0 to %(most)s.") % {"most": MOST_HELD},
            param="holdout",
        )
    if share and not may_hold_out(offer.claimable, offer.exclusive, offer.terms):
        raise OfferNotPossible(
            _("Everybody gets this offer by itself: nobody can be held out. Leave the share empty."),
            param="holdout",
        )


def _check_birthday(offer: Offer) -> None:
    window = offer.terms["birthday"]
    days = [window.get(name) for name in ("before", "after")] if isinstance(window, dict) else [None]
    if not all(type(one) is int and 0 <= one <= MOST_BIRTHDAY_DAYS for one in days) or "pot" in offer.terms:
        raise OfferNotPossible(
            _("A birthday coupon counts for at most %(most)s days before and after the day.")
            % {"most": MOST_BIRTHDAY_DAYS},
            param="birthday",
        )


def _coded(offer: Offer) -> bool:
    return bool(offer.terms.get("needs_code"))


def _check_limits(offer: Offer, cap_minor: int | None, cap_count: int | None) -> None:
    for name, value in (("cap_minor", cap_minor), ("cap_count", cap_count), ("per_person", offer.per_person)):
        if value is not None and (type(value) is not int or value < 1):
            raise OfferNotPossible(_("A limit is a whole number from 1 up, or empty."), param=name)
    if cap_minor is not None and not KINDS[offer.kind].budgeted:
        raise OfferNotPossible(
            _("Only points and red envelopes can have a budget in money; limit the number of uses instead."),
            param="cap_minor",
        )
    pot = offer.terms.get("pot")
    if pot is not None:
        _check_pot(offer, pot, cap_minor)


def _check_pot(offer: Offer, pot: dict[str, Any], cap_minor: int | None) -> None:
    low, high = pot.get("min_minor"), pot.get("max_minor")
    whole = type(low) is int and type(high) is int and 0 < low <= high
    if not whole or not offer.claimable or cap_minor is None:
        raise OfferNotPossible(
            _("A pot needs a smallest and a largest amount, a budget, and people who open envelopes."),
            param="pot",
        )
    offer.terms = offer.terms | {
        "tiers": offer.terms.get("tiers") or [{"threshold_minor": 0, "off_minor": high}]
    }


def _caps(offer: Offer, changes: dict[str, Any]) -> tuple[int | None, int | None]:
    known = Budget.objects.filter(pk=offer.pk).first() or Budget()
    return changes.pop("cap_minor", known.cap_minor), changes.pop("cap_count", known.cap_count)


def _set_budget(offer: Offer, cap_minor: int | None, cap_count: int | None) -> None:
    caps = {"cap_minor": cap_minor, "cap_count": cap_count}
    known = Budget.objects.filter(pk=offer.pk).first()
    if known is None:
        if cap_minor is not None or cap_count is not None:
            Budget.objects.create(offer=offer, **caps)
        return
    if (cap_minor is not None and cap_minor < known.used_minor) or (
        cap_count is not None and cap_count < known.used_count
    ):
        raise OfferNotPossible(
            _("More than this is used already. Stop the offer instead."), param="cap_count"
        )
    Budget.objects.filter(pk=offer.pk).update(**caps)

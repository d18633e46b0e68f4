"""What a merchant can plan: each plan is a kind of offer with its fields and a text that teaches it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Plan:
    """One card on the page of choices. `fields` are the groups of fields its form shows."""

    key: str
    kind: str
    icon: str
    name: Words
    text: Words
    advice: Words
    fields: tuple[str, ...]


PLANS: dict[str, Plan] = {
    plan.key: plan
    for plan in (
        Plan(
            "coupon", "store-coupon", "coupon", _("Store coupon"),
            _("People take it, then it comes off their next order in your store."),
            _(
                "Put the threshold a little above your usual order: a coupon should make a basket larger, "
                "not only cheaper. A number of pieces makes it worth taking now."
            ),
            ("off", "threshold", "count", "person", "new", "days", "scope", "members", "held"),
        ),
        Plan(
            "code", "store-coupon", "lock", _("Coupon with a code"),
            _("A word that people type at the checkout: for a leaflet, a video, a friend."),
            _(
                "One word for everybody is easy to say aloud; single codes cannot be passed on. "
                "You can make single codes after saving."
            ),
            ("off", "threshold", "person", "new", "word", "scope", "members", "held"),
        ),
        Plan(
            "chosen", "store-coupon", "heart", _("Coupon for chosen customers"),
            _("Nobody else sees it. You choose the people after saving: followers, regulars, those who stayed away."),
            _("Say in the title why they get it. A thank-you is used more often than a bargain."),
            ("off", "threshold", "count", "days", "scope", "members", "held"),
        ),
        Plan(
            "product-coupon", "product-coupon", "tag", _("Coupon for some products"),
            _("Like a store coupon, for the products you choose only."),
            _("Good for a season's end or a new product. The threshold counts only the chosen products."),
            ("off", "threshold", "count", "person", "new", "days", "scope", "members", "held"),
        ),
        Plan(
            "envelope", "store-red-envelope", "envelope", _("Red envelope"),
            _("People open it and find an amount drawn by chance, out of a budget you set."),
            _(
                "The budget is the most you can spend: when it is drawn, no envelope opens any more. "
                "The same for everybody: set both amounts equal."
            ),
            ("pot", "threshold", "person", "new", "days", "scope", "members", "held"),
        ),
        Plan(
            "save", "spend-and-save", "gift", _("Spend and save"),
            _("The more somebody buys at once, the more comes off, without any coupon."),
            _(
                "Two or three steps are enough. The basket shows people how little is missing to the next step. "
                "Coupons come off afterwards."
            ),
            ("tiers", "new", "scope", "members"),
        ),
        Plan(
            "price", "item-price", "star", _("Price cut"),
            _("A lower price on chosen products for a time; the old price is struck through."),
            _("It ends by itself, so nobody has to remember to put the price back. Everything else counts on top."),
            ("cut", "new", "scope-needed", "members"),
        ),
        Plan(
            "birthday", "store-coupon", "gift", _("Birthday coupon"),
            _("It comes by itself around the birthday that a member told your store, once a year."),
            _(
                "Members say day and month on their card; you never see them. Give some days, so that there is time to "
                "come. A small gift that arrives by itself is remembered longer than a large one that must be asked for."
            ),
            ("off", "threshold", "count", "birthday", "scope", "held"),
        ),
        Plan(
            "freight", "free-freight", "truck", _("Free delivery"),
            _("You carry the freight from a certain amount on."),
            _("The basket tells people how much is missing. Look at what your usual parcel costs you first."),
            ("threshold", "new", "scope", "members"),
        ),
    )
}  # fmt: skip


def plan_of(kind: str, terms: dict[str, object], exclusive: bool) -> Plan:
    """The plan an existing offer was made by."""
    if kind == "store-coupon":
        if "birthday" in terms:
            return PLANS["birthday"]
        return PLANS["code" if terms.get("needs_code") else "chosen" if exclusive else "coupon"]
    return next((plan for plan in PLANS.values() if plan.kind == kind), PLANS["coupon"])

"""Offers to start from: each fills the form from the store's own past and says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import floor, log10
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from regulars.faces.look.forms import major
from regulars.faces.look.speech import money
from regulars.ground.kit.money import precision
from regulars.loyalty.customers.queries import counts_of
from regulars.people.merchants.queries import Store
from regulars.trade.offers.queries.choosing import slow_sellers
from regulars.trade.orders.queries.habits import Habits, habits_of

Words = str | Promise
USUAL_MAJOR = 200


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of the store: how people buy, how many of which sort there are, what lies long."""

    store: Store
    habits: Habits
    people: Mapping[str, int]
    slow: tuple[str, ...]

    def say(self, minor: int) -> str:
        """An amount in words."""
        return money(minor, self.store.currency)

    def type(self, minor: int) -> str:
        """An amount as a form shows it."""
        return major(minor, self.store.currency)

    @property
    def usual(self) -> int:
        """The median order, or a guess while there are few."""
        return self.habits.median if self.habits.enough else self._guess

    @property
    def _guess(self) -> int:
        guess: int = USUAL_MAJOR * 10 ** precision(self.store.currency)
        return guess

    def at(self, value: int) -> int:
        """A quantile, or the guess while there are few orders."""
        return value if self.habits.enough else self._guess


Reason = tuple[str, str]
Fill = Callable[[Past], tuple[dict[str, Any], list[Reason]]]


@dataclass(frozen=True, slots=True)
class Recipe:
    """One card: what it is for, when to leave it, and what it fills in of the form of its plan."""

    key: str
    plan: str
    icon: str
    name: Words
    text: Words
    never: Words
    fill: Fill


def past_of(store: Store) -> Past:
    """Everything the recipes look at. A handful of queries."""
    return Past(store, habits_of(store), counts_of(store), slow_sellers(store))


def filled(recipe: Recipe, past: Past) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """The values of the form and the reasons beside them."""
    values, reasons = recipe.fill(past)
    if not past.habits.enough:
        few = _(
            "You have %(n)s paid orders in the last 90 days: the amounts are a guess. Look again after 20."
        ) % {"n": past.habits.orders}
        reasons = [(_("Careful"), few), *reasons]
    return values, [{"label": label, "text": text} for label, text in reasons]


def nice_up(minor: int, currency: str) -> int:
    """The next round sum above an amount: 150 above 134, 500 above 480."""
    unit = 10 ** precision(currency)
    value = max(minor / unit, 1)
    step = 10 ** floor(log10(value))
    step = step / 2 if value / step < 5 and step > 1 else step
    return int((floor(value / step) + 1) * step * unit)


def share_of(minor: int, percent: int, currency: str) -> int:
    """About so many per cent of an amount, as a round sum of at least one unit."""
    unit = 10 ** precision(currency)
    value = max(minor * percent / 100 / unit, 1)
    step = max(10 ** floor(log10(value)) / 2, 1)
    return int(max(round(value / step), 1) * step * unit)


def _half(past: Past) -> str:
    return _("Half of your orders are below %(median)s.") % {"median": past.say(past.usual)}


def _win_back(past: Past) -> tuple[dict[str, Any], list[Reason]]:
    over, off = past.usual, share_of(past.usual, 15, past.store.currency)
    many = past.people.get("lapsed", 0)
    return {
        "title": "We have missed you",
        "title_zh": "好久不见",
        "how": "amount",
        "off": past.type(off),
        "threshold": past.type(over),
        "claim_days": "21",
        "holdout": "10",
    }, [
        (
            _("For whom"),
            _("%(n)s of your customers stayed away. After saving, give it to that list.")
            % {"n": f"{many:,}"},
        ),
        (
            _("Amount off"),
            _("%(off)s is about 15 %% of your usual order: enough to be noticed by somebody who is gone.")
            % {"off": past.say(off)},
        ),
        (
            _("From an order of"),
            _half(past) + " " + _("They come back for a whole order, not for a cheap one."),
        ),
        (
            _("Goes without it"),
            _("Some would have come back anyway. One in ten goes without it, so that you learn how many."),
        ),
    ]


def _first(past: Past) -> tuple[dict[str, Any], list[Reason]]:
    low = past.at(past.habits.quarter)
    off = share_of(low, 10, past.store.currency)
    return {
        "title": "Welcome: your first order",
        "title_zh": "新客礼：首单立减",
        "how": "amount",
        "off": past.type(off),
        "threshold": past.type(low),
        "per_person": "1",
        "only_new": True,
        "holdout": "10",
    }, [
        (
            _("From an order of"),
            _("Three in four orders are above %(low)s: newcomers reach it without stretching.")
            % {"low": past.say(low)},
        ),
        (
            _("Amount off"),
            _("%(off)s is about a tenth of that. A first discount becomes the price people expect.")
            % {"off": past.say(off)},
        ),
        (
            _("Only for a first order in the store"),
            _("Regulars would take it for an order they make anyway."),
        ),
    ]


def _shelf(past: Past) -> tuple[dict[str, Any], list[Reason]]:
    return {
        "title": "Last pieces",
        "title_zh": "清仓",
        "how": "percent",
        "percent": "20",
        "scope": "products",
        "products": list(past.slow),
    }, [
        (
            _("Products"),
            _("The %(n)s goods in stock that sold least are ticked. Take out what is only new.")
            % {"n": len(past.slow)},
        ),
        (
            _("Percentage off"),
            _(
                "20 % is where people begin to notice. The check before publishing says whether you still earn."
            ),
        ),
        (_("Ends"), _("One week: a clearance that never ends is a price.")),
    ]


def _birthday(past: Past) -> tuple[dict[str, Any], list[Reason]]:
    off = share_of(past.usual, 10, past.store.currency)
    return {
        "title": "Many happy returns",
        "title_zh": "生日快乐",
        "how": "amount",
        "off": past.type(off),
        "threshold": "",
        "birthday_before": "7",
        "birthday_after": "14",
    }, [
        (_("Amount off"), _("%(off)s is about a tenth of your usual order.") % {"off": past.say(off)}),
        (_("From an order of"), _("Empty: a present has no conditions.")),
        (
            _("Days before"),
            _("A week before, so that a parcel arrives in time; two weeks after, for those who are late."),
        ),
    ]


def _raise(past: Past) -> tuple[dict[str, Any], list[Reason]]:
    over = nice_up(past.usual * 11 // 10, past.store.currency)
    off = share_of(over, 8, past.store.currency)
    return {
        "title": "A little more, a little less to pay",
        "title_zh": "凑单立减",
        "from_1": past.type(over),
        "off_1": past.type(off),
    }, [
        (
            pgettext("an amount", "From"),
            _half(past)
            + " "
            + _("%(over)s is the next round sum above: many baskets are one cup away from it.")
            % {"over": past.say(over)},
        ),
        (
            _("What comes off"),
            _("%(off)s, about 8 %%. Who buys more than that anyway gets it too: the forecast counts them.")
            % {"off": past.say(off)},
        ),
    ]


def _three(past: Past) -> tuple[dict[str, Any], list[Reason]]:
    habits, money_of = past.habits, past.store.currency
    marks = [past.at(habits.median), past.at(habits.three_quarters), past.at(habits.ninth)]
    steps: list[tuple[int, int]] = []
    for mark, percent in zip(marks, (5, 8, 10), strict=True):
        over = nice_up(max(mark, steps[-1][0] if steps else 0), money_of)
        off = share_of(over, percent, money_of)
        steps.append((over, max(off, steps[-1][1] + 10 ** precision(money_of)) if steps else off))
    values = {"title": "The more, the better", "title_zh": "满减三档"}
    for at, (over, off) in enumerate(steps, 1):
        values |= {f"from_{at}": past.type(over), f"off_{at}": past.type(off)}
    says = [
        _("Half of your orders are below %(mark)s: this step lifts the usual basket."),
        _("Three in four are below %(mark)s: this one rewards a second piece."),
        _("Nine in ten are below %(mark)s: few reach it, and they are worth it."),
    ]
    return values, [
        (f"{_('From')} {past.say(over)}", said % {"mark": past.say(mark)})
        for (over, _off), mark, said in zip(steps, marks, says, strict=True)
    ]


def _pot(past: Past) -> tuple[dict[str, Any], list[Reason]]:
    money_of = past.store.currency
    low, high = share_of(past.usual, 1, money_of), share_of(past.usual, 8, money_of)
    weekly = max(past.habits.orders // 13, 10)
    budget = nice_up((low + high) // 2 * weekly, money_of)
    return {
        "title": "Luck in an envelope",
        "title_zh": "手气红包",
        "pot_min": past.type(low),
        "pot_max": past.type(high),
        "budget": past.type(budget),
        "threshold": past.type(past.at(past.habits.quarter)),
        "per_person": "1",
        "claim_days": "7",
        "holdout": "10",
    }, [
        (
            _("Largest amount"),
            _("%(high)s is about 8 %% of your usual order. The fun is in the drawing, not in the sum.")
            % {"high": past.say(high)},
        ),
        (
            _("Budget"),
            _("About %(n)s orders a week, half the way between both amounts each. It can never cost more.")
            % {"n": weekly},
        ),
        (_("Good for how many days after taking it"), _("Seven days: an envelope that waits is forgotten.")),
    ]


def _leaflet(past: Past) -> tuple[dict[str, Any], list[Reason]]:
    low = past.at(past.habits.quarter)
    off = share_of(low, 10, past.store.currency)
    return {
        "title": "Thank you for reading",
        "title_zh": "传单专享",
        "how": "amount",
        "off": past.type(off),
        "threshold": past.type(low),
        "per_person": "1",
        "word": "",
        "holdout": "",
    }, [
        (
            _("The word to type"),
            _(
                "Choose one that is easy to say aloud. A word for each place tells you which leaflet was read."
            ),
        ),
        (_("From an order of"), _("Three in four orders are above %(low)s.") % {"low": past.say(low)}),
        (_("How many for each person"), _("One: words travel.")),
    ]


def _freight(past: Past) -> tuple[dict[str, Any], list[Reason]]:
    over = nice_up(past.usual, past.store.currency)
    parcel = past.habits.freight_minor or past.store.freight_minor
    return {"title": "Free delivery", "title_zh": "满额包邮", "threshold": past.type(over)}, [
        (
            _("From an order of"),
            _half(past) + " " + _("From %(over)s on a parcel carries itself.") % {"over": past.say(over)},
        ),
        (
            _("What it costs"),
            _("%(parcel)s for each parcel that paid for its delivery until now.")
            % {"parcel": past.say(parcel)},
        ),
    ]


def _thanks(past: Past) -> tuple[dict[str, Any], list[Reason]]:
    off = share_of(past.usual, 12, past.store.currency)
    many = past.people.get("repeat", 0)
    return {
        "title": "For the people who come back",
        "title_zh": "回头客专享",
        "how": "amount",
        "off": past.type(off),
        "threshold": past.type(past.usual),
        "claim_days": "30",
        "holdout": "10",
    }, [
        (
            _("For whom"),
            _("%(n)s people bought more than once. After saving, give it to that list.") % {"n": f"{many:,}"},
        ),
        (_("Amount off"), _("%(off)s: more than newcomers get. They compare.") % {"off": past.say(off)}),
    ]


RECIPES: dict[str, Recipe] = {
    recipe.key: recipe
    for recipe in (
        Recipe(
            "win-back", "chosen", "heart", gettext_lazy("Win back who stayed away"),
            gettext_lazy("A coupon only for customers who have not bought for long."),
            gettext_lazy("Not for people who buy twice a year by habit: they have not gone."), _win_back,
        ),
        Recipe(
            "first-order", "coupon", "user", gettext_lazy("The first order"),
            gettext_lazy("A welcome for people who have never bought from you."),
            gettext_lazy("Not when most of your newcomers buy without it."), _first,
        ),
        Recipe(
            "clear-shelf", "price", "tag", gettext_lazy("Clear the shelf"),
            gettext_lazy("A price cut on the goods in stock that sell least."),
            gettext_lazy("Not before a season in which they sell by themselves."), _shelf,
        ),
        Recipe(
            "birthday", "birthday", "gift", gettext_lazy("A birthday present"),
            gettext_lazy("Comes by itself, once a year, to members who told you their day."),
            gettext_lazy("Not without a membership programme."), _birthday,
        ),
        Recipe(
            "round-sum", "save", "plus", gettext_lazy("Up to the next round sum"),
            gettext_lazy("Something comes off from just above your usual basket."),
            gettext_lazy("Not when you sell one thing at one price: nobody can add a little."), _raise,
        ),
        Recipe(
            "three-steps", "save", "chart", gettext_lazy("Three steps of spend and save"),
            gettext_lazy("Steps computed from what your baskets really hold."),
            gettext_lazy("Not when the highest step would undercut your cost: look at the check."), _three,
        ),
        Recipe(
            "envelope", "envelope", "envelope", gettext_lazy("A red envelope with a pot"),
            gettext_lazy("An amount by chance out of a budget that cannot be exceeded."),
            gettext_lazy("Not for saying thank you: luck is no thanks."), _pot,
        ),
        Recipe(
            "leaflet", "code", "lock", gettext_lazy("A word on a leaflet"),
            gettext_lazy("For a parcel insert, a shop window, a video."),
            gettext_lazy("Not where people look for codes: a public word reaches those who would have paid."), _leaflet,
        ),
        Recipe(
            "delivery", "freight", "truck", gettext_lazy("Free delivery from a sum"),
            gettext_lazy("The threshold that most people try to reach."),
            gettext_lazy("Not for heavy goods: look at what a parcel costs you."), _freight,
        ),
        Recipe(
            "thanks", "chosen", "star", gettext_lazy("Thank the regulars"),
            gettext_lazy("A coupon only for those who bought more than once."),
            gettext_lazy("Not every month: what always comes is no thanks."), _thanks,
        ),
    )
}  # fmt: skip

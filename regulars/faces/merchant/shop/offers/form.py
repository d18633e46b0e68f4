"""The form of an offer: read into what `offers.create_offer` takes, shown from an offer that exists."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given, local_input, major
from regulars.faces.merchant.shop.offers.plans import Plan
from regulars.faces.merchant.shop.offers.scope import Choices, read_scope, read_shuts, shown_scope
from regulars.ground.kit import clock
from regulars.loyalty.members.rules import MOST_TIERS
from regulars.people.merchants.queries import Store
from regulars.trade.offers.actions import MOST_BIRTHDAY_DAYS
from regulars.trade.offers.queries import Budget, Offer
from regulars.trade.offers.queries.holdout import MOST_HELD
from regulars.trade.offers.rules import MOST_DATES
from regulars.trade.offers.rules.hours import DAY

TIERS = 5
HOLDOUT = "10"
TAKEN = {"coupon", "chosen", "product-coupon", "envelope", "birthday"}
WEEKDAYS = ("0", "1", "2", "3", "4", "5", "6")
WHOLE = 10_000
LISTS = (
    "products", "weekdays", "categories", "brands", "without_products", "without_categories", "not_with",
)  # fmt: skip


def starting(plan: Plan) -> dict[str, Any]:
    """What a new form shows: an offer of one week from the next full hour on."""
    start = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return {
        "starts_at": local_input(start), "ends_at": local_input(start + timedelta(days=7)), "how": "amount",
        "per_person": "1" if "person" in plan.fields else "", "scope": "all", "products": [], "weekdays": [],
        "birthday_before": "7", "birthday_after": "7", "categories": [], "brands": [], "without_products": [],
        "without_categories": [], "not_with": [], "holdout": "" if "word" in plan.fields else HOLDOUT,
        "how_steps": "amount",
    }  # fmt: skip


def shown(store: Store, offer: Offer, budget: Budget | None) -> dict[str, Any]:
    """An offer as its form shows it."""
    terms, money = offer.terms, offer.currency
    tiers = terms.get("tiers") or [{}]
    birthday = terms.get("birthday") or {}
    first, pot = tiers[0], terms.get("pot") or {}
    found: dict[str, Any] = {
        "title": offer.title, "title_zh": offer.title_zh, "starts_at": local_input(offer.starts_at),
        "ends_at": local_input(offer.ends_at), "threshold": major(first.get("threshold_minor") or None, money),
        "how": "fixed" if "fixed_minor" in terms else "percent" if first.get("percent_bp") else "amount",
        "off": major(first.get("off_minor"), money), "fixed": major(terms.get("fixed_minor"), money),
        "percent": f"{first['percent_bp'] / 100:g}" if first.get("percent_bp") else "",
        "most": major(terms.get("cap_minor"), money), "per_person": offer.per_person or "",
        "cap_count": (budget.cap_count if budget else None) or "",
        "budget": major(budget.cap_minor if budget else None, money),
        "pot_min": major(pot.get("min_minor"), money), "pot_max": major(pot.get("max_minor"), money),
        "only_new": bool(terms.get("only_new")), "claim_days": terms.get("claim_days") or "",
        "from_tier": str(terms.get("from_tier") or ""), "weekdays": [str(one) for one in terms.get("weekdays", ())],
        "dates": ", ".join(sorted(terms.get("dates", ()))), **_hours_shown(terms.get("hours")),
        "birthday_before": birthday.get("before", ""), "birthday_after": birthday.get("after", ""),
        "repeats": bool(terms.get("repeats")), "most_repeats": terms.get("most_repeats") or "",
        "not_with": list(terms.get("not_with", ())), "holdout": str(terms.get("holdout") or ""),
        "how_steps": "percent" if first.get("percent_bp") else "amount",
    } | shown_scope(store, terms.get("scope") or {})  # fmt: skip
    for at, tier in enumerate(tiers[:TIERS], 1):
        found |= {
            f"from_{at}": major(tier.get("threshold_minor"), money),
            f"off_{at}": f"{tier['percent_bp'] / 100:g}"
            if tier.get("percent_bp")
            else major(tier.get("off_minor"), money),
        }
    return found


def typed(post: QueryDict) -> dict[str, Any]:
    """The form as it came back, every field kept."""
    flags = {name: name in post for name in ("only_new", "repeats")}
    return post.dict() | flags | {name: post.getlist(name) for name in LISTS}


def read(given: Given, plan: Plan, choices: Choices) -> dict[str, Any]:
    """Keywords for `create_offer`, and `word`/`word_cap` for a code. What cannot stand is in `given.errors`."""
    has = set(plan.fields)
    if not given.text("title"):
        given.refuse("title", _("Give the offer a title that shoppers will see."))
    found: dict[str, Any] = {
        "title": given.text("title"), "title_zh": given.text("title_zh"),
        "starts_at": given.moment("starts_at"), "ends_at": given.moment("ends_at"), "kind": plan.kind,
        "claimable": plan.key in TAKEN, "exclusive": plan.key == "chosen",
        "per_person": given.whole("per_person", high=100) if "person" in has else None,
        "cap_count": given.whole("cap_count") if "count" in has else None,
        "cap_minor": given.money("budget", needed=True) if "pot" in has else None,
        "terms": _terms(given, plan, choices),
    }  # fmt: skip
    if found["starts_at"] and found["ends_at"] and found["ends_at"] <= found["starts_at"]:
        given.refuse("ends_at", _("The offer must end after it starts."))
    return found


def _terms(given: Given, plan: Plan, choices: Choices) -> dict[str, Any]:
    has, terms = set(plan.fields), dict[str, Any]()
    if "tiers" in has:
        terms |= _tiers(given)
    elif "pot" in has:
        terms |= _pot(given)
    elif "cut" in has:
        terms |= _cut(given)
    elif "off" in has:
        terms |= _off(given)
    else:
        terms["tiers"] = [{"threshold_minor": given.money("threshold") or 0, "percent_bp": WHOLE}]
    if "new" in has and given.flag("only_new"):
        terms["only_new"] = True
    if "days" in has and (days := given.whole("claim_days", high=365)):
        terms["claim_days"] = days
    if "word" in has:
        terms["needs_code"] = True
    if "members" in has:
        terms |= _members(given)
    if "birthday" in has:
        terms["birthday"] = {
            name: given.whole(f"birthday_{name}", needed=True, low=0, high=MOST_BIRTHDAY_DAYS)
            for name in ("before", "after")
        }
    if "held" in has and (held := given.whole("holdout", low=0, high=MOST_HELD)):
        terms["holdout"] = held
    if "scope" in has or "scope-needed" in has:
        terms |= read_scope(given, choices, everything="scope" in has)
    return terms | read_shuts(given, plan.kind)


def _members(given: Given) -> dict[str, Any]:
    """From which tier on, on which days and at which hours."""
    terms: dict[str, Any] = {}
    if tier := given.whole("from_tier", high=MOST_TIERS):
        terms["from_tier"] = tier
    weekdays = sorted({int(one) for one in given.post.getlist("weekdays") if one in WEEKDAYS})
    if weekdays:
        terms["weekdays"] = weekdays
    if dates := _dates(given):
        terms["dates"] = dates
    return terms | _hours(given)


def _hours(given: Given) -> dict[str, Any]:
    """From which minute of the day until which; midnight as an end is the end of the day."""
    start, end = (_minutes(given, name) for name in ("hour_from", "hour_until"))
    if "hour_from" in given.errors or "hour_until" in given.errors or start == end is None:
        return {}
    if start is None or end is None:
        given.refuse("hour_from" if start is None else "hour_until", _("Fill in both hours, or none."))
        return {}
    end = end or DAY
    if start == end:
        given.refuse("hour_until", _("The last hour must differ from the first."))
    return {} if (start, end) == (0, DAY) else {"hours": [start, end]}


def _minutes(given: Given, name: str) -> int | None:
    if not (text := given.text(name)):
        return None
    try:
        found = time.fromisoformat(text)
    except ValueError:
        given.refuse(name, _("Write an hour like 14:00."))
        return None
    return found.hour * 60 + found.minute


def _hours_shown(hours: list[int] | None) -> dict[str, str]:
    ends = zip(("hour_from", "hour_until"), hours or (), strict=False)
    return {name: f"{minutes % DAY // 60:02}:{minutes % 60:02}" for name, minutes in ends}


def _dates(given: Given) -> list[str]:
    words = given.text("dates").replace(",", " ").replace("，", " ").replace("、", " ").split()
    try:
        found = sorted({date.fromisoformat(word).isoformat() for word in words})
    except ValueError:
        given.refuse("dates", _("Write dates like 2026-11-11, divided by commas."))
        return []
    if len(found) > MOST_DATES:
        given.refuse("dates", _("Name at most %(most)s dates.") % {"most": MOST_DATES})
    return found


def _off(given: Given) -> dict[str, Any]:
    threshold = given.money("threshold") or 0
    if given.text("how") == "percent":
        tier = {"threshold_minor": threshold, "percent_bp": given.percent("percent", needed=True)}
        most = given.money("most")
        return {"tiers": [tier]} | ({"cap_minor": most} if most else {})
    off = given.money("off", needed=True)
    if off is not None and not off:
        given.refuse("off", _("Write how much comes off."))
    if off and threshold and off > threshold:
        given.refuse(
            "off", _("More comes off than people have to spend. Raise the threshold, or lower the amount.")
        )
    return {"tiers": [{"threshold_minor": threshold, "off_minor": off}]}


def _cut(given: Given) -> dict[str, Any]:
    how = given.text("how")
    if how == "fixed":
        return {"fixed_minor": given.money("fixed", needed=True)}
    if how == "percent":
        tier = {"threshold_minor": 0, "percent_bp": given.percent("percent", needed=True)}
        most = given.money("most")
        return {"tiers": [tier]} | ({"cap_minor": most} if most else {})
    return {"tiers": [{"threshold_minor": 0, "off_minor": given.money("off", needed=True)}]}


def _pot(given: Given) -> dict[str, Any]:
    low, high = given.money("pot_min", needed=True), given.money("pot_max", needed=True)
    if low is not None and high is not None and not 0 < low <= high:
        given.refuse("pot_max", _("The largest amount must be at least the smallest, and both above zero."))
    threshold = given.money("threshold") or 0
    return {
        "pot": {"min_minor": low, "max_minor": high}, "tiers": [{"threshold_minor": threshold, "off_minor": high}],
    }  # fmt: skip


def _tiers(given: Given) -> dict[str, Any]:
    steps, percent = [], given.text("how_steps") == "percent"
    for at in range(1, TIERS + 1):
        threshold = given.money(f"from_{at}")
        off = given.percent(f"off_{at}") if percent else given.money(f"off_{at}")
        if (threshold is None) != (off is None) and f"off_{at}" not in given.errors:
            given.refuse(f"off_{at}", _("Fill in both amounts of a step, or none."))
        if threshold is not None and off is not None:
            steps.append((at, threshold, off))
    if not steps:
        given.refuse("from_1", _("Write at least one step."))
    _rising(given, steps, percent)
    repeats = given.flag("repeats")
    if repeats and len(steps) > 1:
        given.refuse("repeats", _("An offer that repeats has one step only. Empty the others."))
    if repeats and percent:
        given.refuse("repeats", _("Only an amount can come off again and again."))
    unit = "percent_bp" if percent else "off_minor"
    terms: dict[str, Any] = {"tiers": [{"threshold_minor": low, unit: off} for _at, low, off in steps]}
    if percent and (cap := given.money("most")):
        terms["cap_minor"] = cap
    most = given.whole("most_repeats", high=1000) if repeats else None
    return terms | ({"repeats": True} if repeats else {}) | ({"most_repeats": most} if most else {})


def _rising(given: Given, steps: list[tuple[int, int, int]], percent: bool) -> None:
    for (_at, low, off), (at, higher, more) in pairwise(steps):
        if higher <= low or more <= off:
            given.refuse(f"from_{at}", _("Each step must be higher than the one above, and take off more."))
    for at, low, off in steps:
        if off > low and not percent:
            given.refuse(f"off_{at}", _("More comes off than people have to spend."))

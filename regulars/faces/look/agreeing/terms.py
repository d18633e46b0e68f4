"""The editor of terms: a version becomes fields, and fields become terms or sentences beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from regulars.faces.look.forms import YEARS, Given, major
from regulars.ground.kit.refusals import Refusal
from regulars.trade.agreements.queries import saying
from regulars.trade.agreements.rules import Milestone, Planned, Remedy, Terms, part_of
from regulars.trade.agreements.rules.checks import MOST_MILESTONES, MOST_REMEDIES
from regulars.trade.agreements.rules.terms import WHO

SPARE = 2


def shown(terms: Terms, done: Sequence[str] = ()) -> dict[str, Any]:
    """The fields of terms; milestones that are done cannot be changed."""
    return {
        "title": terms.title,
        "spec": terms.spec,
        "price": major(terms.price_minor, terms.currency) if terms.price_minor else "",
        "details": "\n".join(f"{label}: {value}" for label, value in terms.details),
        "acceptance_days": terms.acceptance_days,
        "give_up_days": terms.give_up_days,
        "answer_days": terms.answer_days,
        "milestones": _with_spare(
            [_row(one, terms.currency, one.key in done) for one in terms.milestones], MOST_MILESTONES
        ),
        "remedies": _with_spare(
            [{"days": one.late_days, "share": f"{one.credit_bp / 100:g}"} for one in terms.remedies],
            MOST_REMEDIES,
        ),
    }


def _row(one: Milestone, currency: str, done: bool) -> dict[str, Any]:
    return {
        "key": one.key,
        "kind": one.kind,
        "due": one.due.isoformat(),
        "amount": major(one.amount_minor, currency) if one.amount_minor else "",
        "keep": f"{one.keep_bp / 100:g}",
        "words": one.words,
        "done": done,
        "name": saying.kind(one),
    }


def _with_spare(rows: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    return rows + [{} for _spare in range(min(SPARE, max(0, most - len(rows))))]


def with_shares(values: dict[str, Any], plan: Sequence[Planned]) -> dict[str, Any]:
    """The fields of a first version: payments ahead are shares of a price that is not known yet."""
    rows = zip(values["milestones"], plan, strict=False)
    for row, one in rows:
        if one.kind == "pay":
            row["amount"] = f"{one.share_bp / 100:g}%"
    return values


def kinds() -> list[tuple[str, str]]:
    """What a milestone can be; empty takes the row away."""
    return [("", _("– none –")), *((key, str(label)) for key, label in saying.KINDS.items())]


def read(given: Given, before: Terms, done: Sequence[str] = ()) -> Terms:
    """The terms as typed; what cannot stand is marked in `given`. What is done is taken from `before`."""
    return replace(
        before,
        title=given.text("title", needed=_("Give it a title.")),
        spec=given.text("spec", needed=str(saying.PROBLEMS["spec-missing"])),
        price_minor=_price(given),
        details=_details(given.text("details")),
        milestones=_milestones(given, before, done),
        remedies=tuple(_remedies(given)),
        acceptance_days=given.whole("acceptance_days", needed=True, high=60) or 0,
        give_up_days=given.whole("give_up_days", needed=True, high=180) or 0,
        answer_days=given.whole("answer_days", low=0, high=60) or 0,
    )


def _price(given: Given) -> int:
    found = given.money("price")
    if not found:
        given.refuse("price", str(saying.PROBLEMS["price-missing"]))
    return found or 0


def _details(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (line.replace("：", ":", 1).partition(":") for line in text.splitlines() if line.strip())
    return tuple((label.strip(), value.strip()) for label, _colon, value in pairs if value.strip())


def _milestones(given: Given, before: Terms, done: Sequence[str]) -> tuple[Milestone, ...]:
    kept = [one for one in before.milestones if one.key in done]
    taken = {one.key for one in before.milestones}
    new: list[Milestone] = []
    for at in range(MOST_MILESTONES + 1):
        if not given.text(f"m{at}-kind") or given.text(f"m{at}-key") in done:
            continue
        one = _milestone(given, at)
        key = given.text(f"m{at}-key")
        if key not in taken or key in {each.key for each in [*kept, *new]}:
            key = next(name for name in map("n{}".format, range(1, 99)) if name not in taken)
            taken.add(key)
        new.append(replace(one, key=key))
    return tuple(kept + sorted(new, key=lambda one: (one.due, _last(one))))


def _last(one: Milestone) -> int:
    return {"balance": 1, "deliver": 2}.get(one.kind, 0)


def _milestone(given: Given, at: int) -> Milestone:
    kind = given.text(f"m{at}-kind")
    if kind not in WHO:
        given.refuse(f"m{at}-kind", str(saying.PROBLEMS["unknown-kind"]))
    amount = _amount(given, f"m{at}-amount") if kind == "pay" else None
    # Of a share nothing is wrong as long as it is the whole price that cannot be read.
    if kind == "pay" and not amount and not ("price" in given.errors and _is_share(given, at)):
        given.refuse(f"m{at}-amount", str(saying.PROBLEMS["amount"]))
    keep = given.percent(f"m{at}-keep", low=0)
    return Milestone("x", kind, _day(given, f"m{at}-due"), keep or 0, amount or 0, given.text(f"m{at}-words"))


def _is_share(given: Given, at: int) -> bool:
    return given.text(f"m{at}-amount").endswith("%")


def _amount(given: Given, name: str) -> int | None:
    """An amount, or a share of the price written like "30%"."""
    text = given.text(name)
    if not text.endswith("%"):
        return given.money(name)
    share, price = given.percent(name), given.money("price")
    return part_of(price, share) if share and price else None


def _day(given: Given, name: str) -> date:
    try:
        found = date.fromisoformat(given.text(name))
    except ValueError:
        found = date.min
    if found.year not in YEARS:
        given.refuse(name, _("Choose a day."))
        return date(2000, 1, 1)
    return found


def _remedies(given: Given) -> list[Remedy]:
    found = []
    for at in range(MOST_REMEDIES + 1):
        days, share = given.whole(f"r{at}-days", high=180), given.percent(f"r{at}-share", most=50)
        if days and share:
            found.append(Remedy(days, share))
        elif given.text(f"r{at}-days") or given.text(f"r{at}-share"):
            given.refuse(f"r{at}-days", _("Give both: from how many days, and how much of the price."))
    return sorted(found, key=lambda one: one.late_days)


def typed(given: Given, base: dict[str, Any]) -> dict[str, Any]:
    """The fields as they were typed, for the form that comes back."""
    values = base | {
        name: given.text(name)
        for name in ("title", "spec", "price", "details", "acceptance_days", "give_up_days", "answer_days")
    }
    rows = [
        {name: given.text(f"m{at}-{name}") for name in ("key", "kind", "due", "amount", "keep", "words")}
        for at in range(MOST_MILESTONES + 1)
    ]
    kept = [one for one in base["milestones"] if one.get("done")]
    fresh = [one for one in rows if one["kind"] and one["key"] not in {each["key"] for each in kept}]
    steps = [
        {"days": given.text(f"r{at}-days"), "share": given.text(f"r{at}-share")}
        for at in range(MOST_REMEDIES + 1)
    ]
    return values | {
        "milestones": _with_spare(kept + fresh, MOST_MILESTONES),
        "remedies": _with_spare([one for one in steps if any(one.values())], MOST_REMEDIES),
    }


def take(given: Given, refusal: Refusal) -> None:
    """Put the refusal of terms beside the fields it is about."""
    listed = refusal.details.get("problems")
    if not listed:
        given.take(refusal, {}, "title")
        return
    for name, code in listed:
        given.refuse(name, str(saying.PROBLEMS.get(code, refusal.sentence)))

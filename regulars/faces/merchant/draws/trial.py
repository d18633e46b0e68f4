"""One trial: planned, published, applications, who gets a place, reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given, local_input
from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.draws import wording
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.guard import planning
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.people.merchants.queries import Store
from regulars.trade.draws import actions, queries
from regulars.trade.draws.queries import Application, Trial
from regulars.trade.draws.rules.plans import CHOICE, MOST_QUESTIONS

TEXTS = ("title", "title_zh", "text", "text_zh", "way", "who", "variant")
NUMBERS = (
    ("pieces", 1, 500),
    ("tier", 1, 20),
    ("take_days", 1, 60),
    ("rounds", 1, 5),
    ("report_days", 1, 90),
    ("away_days", 0, 365),
)
SHOWN = 500


def new(request: HttpRequest, store_id: str) -> HttpResponse:
    """A new trial."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    if request.method == "POST":
        return _written(request, store, actor, "")
    now = clock.now()
    fresh: dict[str, Any] = {"way": "lot", "who": "everybody", "pieces": 3, "questions": []}
    fresh |= {"take_days": 7, "rounds": 3, "report_days": 14, "away_days": 90}
    fresh |= {"opens_at": local_input(now), "closes_at": local_input(now + timedelta(days=7))}
    return _form(request, store, actor, fresh, "")


def edit(request: HttpRequest, store_id: str, trial_id: str) -> HttpResponse:
    """Change a draft."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.trial_of(store, trial_id)
    if request.method == "POST":
        return _written(request, store, actor, row.public_id)
    values = {
        name: getattr(row, name) for name in (*TEXTS[:-1], "questions", *(name for name, *_ends in NUMBERS))
    }
    values |= {"opens_at": local_input(row.opens_at), "closes_at": local_input(row.closes_at)}
    return _form(request, store, actor, values | {"variant": row.variant.public_id}, row.public_id)


def one(request: HttpRequest, store_id: str, trial_id: str) -> HttpResponse:
    """The page of one trial."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.trial_of(store, trial_id)
    state = queries.trial_state(row)
    found = list(queries.applications_of(row)[:SHOWN])
    relations = queries.customers_among(store, [each.person_id for each in found])
    return show(
        request,
        "draws/trial",
        store,
        actor,
        "desk_lotteries",
        row=row,
        title=queries.title_of(row),
        goods=queries.tried_goods(row),
        state=state,
        pill=queries.trial_pill(row),
        guard=planning.around(store, row.public_id, state == "draft"),
        words=queries.trial_words(row),
        choosing=row.way == CHOICE and state in ("open", "choosing") and row.given < row.pieces,
        applications=[_application(store, row, each, relations) for each in found],
    )


def do(request: HttpRequest, store_id: str, trial_id: str) -> HttpResponse:
    """Carry out the button that was pressed."""
    store, actor = here(request, store_id)
    wish = request.POST.get("do", "")
    if wish == "drop":
        actions.drop_trial(by=actor, store=store, trial_id=trial_id)
        messages.success(request, _("The draft is thrown away."))
        return go("desk_lotteries", store.public_id)
    try:
        if wish == "publish":
            return planning.publish(request, store, actor, trial_id)
        messages.success(request, _done(request, store, actor, trial_id, wish))
    except Refusal as refusal:
        if refusal.status in (401, 403, 404) or wish not in (
            "publish",
            "withdraw",
            "close",
            "choose",
            "draw",
        ):
            raise
        messages.error(request, str(refusal.sentence))
    return go("desk_trial", store.public_id, trial_id)


def _done(request: HttpRequest, store: Store, actor: Actor, trial_id: str, wish: str) -> str:
    if wish == "withdraw":
        actions.withdraw_trial(by=actor, store=store, trial_id=trial_id)
        return _("Taken back. The pieces are on the shelf again.")
    if wish == "close":
        actions.close_trial(by=actor, store=store, trial_id=trial_id)
        return _("No more places are given. Pieces left are on the shelf again.")
    if wish == "draw":
        need(actor, "offers")
        queries.trial_of(store, trial_id)
        actions.draw_trial(by=actor, trial_id=trial_id)
        return _("Drawn.")
    if wish == "choose":
        queries.trial_of(store, trial_id)
        application, reason = request.POST.get("application", ""), request.POST.get("reason", "")
        actions.choose(by=actor, store=store, application_id=application, reason=reason)
        return _("The place is given.")
    raise BadInput(param="do")


def _application(store: Store, row: Trial, one: Application, relations: dict[int, str]) -> dict[str, Any]:
    relation = relations.get(one.person_id)
    return {
        "id": one.public_id,
        "name": one.person.name or _("Without a name"),
        "href": reverse("desk_customer", args=[store.public_id, relation]) if relation else "",
        "number": one.entry.number if one.entry else None,
        "words": one.words,
        "answers": list(zip(row.questions, one.answers, strict=False)),
        "pill": wording.application_state(one.state),
        "state": one.state,
        "reason": one.reason,
        "until": one.take_until if one.state == "given" else None,
        "due": one.report_due if one.state == "ordered" else None,
        "overdue": one.report_due is not None and one.reported_at is None and one.report_due < clock.now(),
    }


def _written(request: HttpRequest, store: Store, actor: Actor, trial_id: str) -> HttpResponse:
    given = Given(request.POST, store.currency)
    values: dict[str, Any] = {name: given.text(name) for name in TEXTS}
    opens_at, closes_at = given.moment("opens_at"), given.moment("closes_at")
    numbers = {
        name: given.whole(name, low=low, high=high, needed=name not in ("tier", "rounds"))
        for name, low, high in NUMBERS
    }
    questions = [request.POST.get(f"question{number}", "") for number in range(MOST_QUESTIONS)]
    if not given.errors and opens_at and closes_at:
        whole: dict[str, Any] = {name: number or 0 for name, number in numbers.items() if name != "tier"}
        whole["rounds"] = numbers["rounds"] or 1
        fields = actions.TrialFields(
            **values,
            **whole,
            tier=numbers["tier"],
            opens_at=opens_at,
            closes_at=closes_at,
            questions=questions,
        )
        try:
            row = actions.plan_trial(by=actor, store=store, fields=fields, trial_id=trial_id)
            return go("desk_trial", store.public_id, row.public_id)
        except Refusal as refusal:
            given.take(refusal, {"ref": "variant"}, "title")
    typed = values | {name: request.POST.get(name, "") for name in ("opens_at", "closes_at")}
    typed |= {name: request.POST.get(name, "") for name, *_ends in NUMBERS}
    return _form(request, store, actor, typed | {"questions": questions}, trial_id, given)


def _form(
    request: HttpRequest,
    store: Store,
    actor: Actor,
    values: dict[str, Any],
    trial_id: str,
    given: Given | None = None,
) -> HttpResponse:
    goods = [
        (one.ref, _("%(what)s (%(n)s left)") % {"what": one.title, "n": one.left})
        for one in queries.goods_to_give(store)
    ]
    return show(
        request,
        "draws/trial_form",
        store,
        actor,
        "desk_lotteries",
        status=422 if given else 200,
        values=values,
        trial_id=trial_id,
        errors=given.errors if given else {},
        listed=given.listed() if given else [],
        goods=[("", _("Choose")), *goods],
        ways=wording.choosing(),
        who=wording.who(),
        tiers=wording.tiers(store),
        questions=range(MOST_QUESTIONS),
        chinese_open=bool(values.get("title_zh") or values.get("text_zh")),
    )

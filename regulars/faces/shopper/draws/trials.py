"""A trial's page: what is tried, how places are given, what is asked in return; applying."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.look.moments import local_datetime
from regulars.faces.shopper.browsing import tiles
from regulars.faces.shopper.draws import wording
from regulars.faces.shopper.frame import looking, public, show
from regulars.goods.catalog.queries import said
from regulars.goods.media.queries import urls_by_public_id
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import Refusal
from regulars.trade.draws import actions, queries
from regulars.trade.draws.queries import Application, Trial
from regulars.trade.draws.rules.plans import LOT


@public
def trial(request: HttpRequest, trial_id: str) -> HttpResponse:
    """One trial. Raises NotFound."""
    return page(request, queries.trial_for_shoppers(trial_id))


def apply(request: HttpRequest, trial_id: str) -> HttpResponse:
    """Apply for a place. Raises LogInFirst, NotFound, TooManyTries."""
    by = looking(request)
    by.require_person()
    row = queries.trial_for_shoppers(trial_id)
    answers = [request.POST.get(f"answer{number}", "") for number in range(len(row.questions))]
    words, word = request.POST.get("words", ""), request.POST.get("word", "")
    try:
        actions.apply(by=by, trial_id=trial_id, words=words, answers=answers, word=word)
    except Refusal as refusal:
        if refusal.status in (401, 404, 429):
            raise
        error = {refusal.param or "": str(refusal.sentence)}
        return page(request, row, refusal.status, error, {"words": words, "answers": answers})
    messages.success(request, _("You have applied. The result stands here and on your page."))
    return go("trial", trial_id)


def page(
    request: HttpRequest,
    row: Trial,
    status: int = 200,
    error: dict[str, str] | None = None,
    typed: dict[str, object] | None = None,
) -> HttpResponse:
    """The page of a trial for whoever looks."""
    person = looking(request).person_id
    product = row.variant.product
    mine = queries.application_in(row, person)
    cover = urls_by_public_id([product.cover]).get(product.cover)
    logo = tiles.pictures(stores=[row.store]).get(row.store.logo)
    applied = queries.applications_of(row).count()
    return show(
        request,
        "draws/trial",
        active="home",
        status=status,
        indexed=True,
        row=row,
        title=queries.title_of(row),
        text=said(row.text, row.text_zh),
        product={
            "title": queries.tried_goods(row),
            "href": reverse("product", args=[product.public_id]),
            "minor": row.variant.price_minor,
            "currency": product.currency,
            "image": cover,
        },
        store=row.store,
        store_name=said(row.store.name, row.store.name_zh),
        logo=logo.src if logo else "",
        state=queries.trial_state(row),
        pill=queries.trial_pill(row),
        by_lot=row.way == LOT,
        applied=applied,
        words=queries.trial_words(row),
        mine=my_trial(mine) if mine else None,
        may=queries.may_take_part(row.store, row.who, row.tier, person),
        away=queries.away_until(row.store, person),
        errors=error or {},
        typed=typed or {"words": "", "answers": []},
        log_in=f"{reverse('account_login')}?{urlencode({'next': request.path})}",
        description=said(row.text, row.text_zh) or queries.title_of(row),
        back={
            "href": reverse("store", args=[row.store.slug]),
            "label": said(row.store.name, row.store.name_zh),
        },
    )


def my_trial(one: Application) -> dict[str, object]:
    """A person's own application as pages show it."""
    row = one.trial
    overdue = one.report_due is not None and one.reported_at is None and one.report_due < clock.now()
    checkout = reverse("checkout", args=[row.store.currency])
    return {
        "title": queries.title_of(row),
        "href": wording.href(row),
        "store": said(row.store.name, row.store.name_zh),
        "words": one.words,
        "state": "stopped" if row.stopped_at is not None and one.state == "applied" else one.state,
        "number": one.entry.number if one.entry is not None else None,
        "reason": one.reason,
        "wait": queries.place_words(one, local_datetime(one.take_until)) if one.take_until else "",
        "next": row.draw is not None
        and row.rounds > 1
        and queries.trial_state(row) in ("running", "settled"),
        "due": one.report_due,
        "overdue": overdue,
        "order": f"{checkout}?{urlencode({'with': one.public_id})}",
        "report": reverse("trial_report", args=[one.public_id]),
        "ref": one.ref,
        "drawn": row.draw is not None and row.draw.drawn_at is not None,
    }

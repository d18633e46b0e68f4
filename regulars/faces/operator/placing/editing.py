"""The next version: typed, tried on the last day's decisions, announced."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.discovery.ranking import actions
from regulars.discovery.ranking.queries import announced, book_of, dry_run, in_force
from regulars.discovery.ranking.queries.words import PAGES, in_words
from regulars.discovery.ranking.rules import STANDARD, Rulebook
from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.look.moments import local_input
from regulars.faces.operator.frame import here, show
from regulars.faces.operator.placing import form
from regulars.faces.operator.placing.book import RIGHT
from regulars.faces.operator.placing.trial import told
from regulars.goods.catalog.queries import brands, said
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.people.merchants.queries import open_stores_called

OFFERED = 300


def new(request: HttpRequest) -> HttpResponse:
    """The form filled with the rules in force (or the usual ones); a dry run; the announcement."""
    actor, held = here(request, RIGHT), in_force()
    before = book_of(held) if held else STANDARD
    if request.method != "POST":
        start = clock.now() + timedelta(days=before.notice_days, hours=1) if held else clock.now()
        values = form.shown(before) | {
            "starts_at": local_input(start),
            "expected": held.number if held else 0,
        }
        return _page(request, actor, values, {})
    given = Given(request.POST)
    book = form.read(given, before)
    if given.errors or request.POST.get("do") != "publish":
        return _page(request, actor, form.typed(given), given.errors, None if given.errors else book)
    try:
        _publish(actor, given, book)
    except Refusal as refusal:
        given.take(refusal, {}, "starts_at")
    if given.errors:
        return _page(request, actor, form.typed(given), given.errors)
    messages.success(
        request, _("The next rulebook is announced. Stores can see it and try it on their goods.")
    )
    return go("console_placing")


def _publish(actor: Actor, given: Given, book: Rulebook) -> None:
    start = given.moment("starts_at")
    if not given.errors:
        expected = given.whole("expected", low=0)
        actions.publish(
            by=actor, book=book, starts_at=start, reason=given.text("reason"), expected=expected or None
        )


def _page(
    request: HttpRequest,
    actor: Actor,
    values: dict[str, Any],
    errors: dict[str, str],
    book: Rulebook | None = None,
) -> HttpResponse:
    return show(
        request,
        "placing/next",
        actor,
        "console_placing",
        status=422 if errors else 200,
        values=values,
        errors=errors,
        problems=[{"text": text, "href": f"#f-{name}"} for name, text in errors.items()],
        pages=[(page or "all", str(word)) for page, word in PAGES.items()],
        store_rows=form.with_spare(values["stores"]),
        brand_rows=form.with_spare(values["brands"]),
        store_names=sorted(
            ((row.slug, said(row.name, row.name_zh)) for row in open_stores_called("")[:OFFERED]),
            key=lambda pair: pair[1],
        ),
        brand_names=[(row.slug, said(row.name, row.name_zh)) for row in brands()[:OFFERED]],
        coming=announced(),
        trial=told(dry_run(book)) if book else None,
        said=in_words(book) if book else [],
    )

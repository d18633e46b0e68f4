"""Reviews on a product's page, all of them on their own, and writing one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.community.reviews import actions, queries
from regulars.community.reviews.queries import Review
from regulars.community.reviews.rules import MOST_PHOTOS, MOST_STARS, TRIAL, Rating, shown_name
from regulars.faces.look.going import go
from regulars.faces.shopper.draws import wording
from regulars.faces.shopper.frame import looking, public, show
from regulars.goods.catalog.queries import Shown, product_for_shoppers, said
from regulars.goods.media.actions import PictureRefused, store_picture
from regulars.goods.media.queries import picture_urls
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.idempotency import sent_before
from regulars.ground.kit.pages import page
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.trade.draws.queries import application_of, title_of, trials_open_in

FIRST = 3


def on_product(shown: Shown) -> dict[str, object]:
    """What stands on the product's page: the mean, the latest reviews, trials open. Two queries, more with photos."""
    rating = queries.rating_of(shown.pk)
    rows = list(queries.shown_of(shown.pk)[:FIRST]) if rating.count else []
    return {
        "rating": stars_of(rating),
        "rows": tiles(rows),
        "all": reverse("product_reviews", args=[shown.public_id]),
        "write": reverse("review_write", args=[shown.public_id]),
        "more": rating.count > FIRST,
        "trials": [
            {"title": title_of(row), "href": wording.href(row)}
            for row in trials_open_in([shown.store.pk], 2, shown.pk)
        ],
    }


def stars_of(rating: Rating) -> dict[str, object]:
    """A rating as pages show it."""
    return {
        "mean": rating.mean,
        "count": rating.count,
        "full": (rating.tenths + 5) // 10,
        "words": ngettext("%(n)s review", "%(n)s reviews", rating.count) % {"n": f"{rating.count:,}"},
        "counts": [(stars, rating.counts.get(stars, 0)) for stars in range(MOST_STARS, 0, -1)],
    }


def tiles(rows: Iterable[Review]) -> list[dict[str, object]]:
    """Reviews as pages show them. One query for all photos."""
    found = list(rows)
    known = queries.pictures_in(found)
    return [
        {
            "id": row.public_id,
            "name": shown_name(row.person.name if row.person else "") or _("A shopper"),
            "stars": row.stars,
            "text": row.text.split("\n"),
            "at": row.written_at,
            "trial": row.origin == TRIAL,
            "photos": [picture_urls(one) for one in queries.photos_of(row, known)],
            "answer": row.answer.split("\n") if row.answer else [],
        }
        for row in found
    ]


@public
def all_of_product(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every review of a product. Raises NotFound, BadCursor."""
    shown = product_for_shoppers(public_id)
    found = page(queries.shown_of(shown.pk), cursor=request.GET.get("cursor", ""), size=20)
    return show(
        request,
        "draws/reviews",
        active="categories",
        shown=shown,
        rating=stars_of(queries.rating_of(shown.pk)),
        rows=tiles(found.items),
        prev=f"?cursor={found.prev_cursor}" if found.prev_cursor else "",
        next=f"?cursor={found.next_cursor}" if found.next_cursor else "",
        write=reverse("review_write", args=[public_id]),
        back={"href": reverse("product", args=[public_id]), "label": shown.title},
    )


def write(request: HttpRequest, public_id: str) -> HttpResponse:
    """Review what one bought. Raises LogInFirst, NotFound."""
    by = looking(request)
    person = by.require_person()
    shown = product_for_shoppers(public_id)
    why = ""
    if queries.reviewed(person, shown.pk):
        why = str(actions.AlreadyReviewed.sentence)
    elif queries.bought(person, shown.pk) is None:
        why = str(actions.NotBought.sentence)
    back = {"href": reverse("product", args=[public_id]), "label": shown.title}
    context: dict[str, object] = {"title": shown.title, "why": why, "trial": None, "back": back}

    def keep(stars: int, text: str, pictures: list[str]) -> HttpResponse:
        actions.write_review(by=by, product_id=public_id, stars=stars, text=text, pictures=pictures)
        messages.success(request, _("Thank you! Your review stands on the page."))
        return go("product_reviews", public_id)

    return _form(request, by, context, keep)


def report(request: HttpRequest, application_id: str) -> HttpResponse:
    """Report on what one tried. Raises LogInFirst, NotFound."""
    by = looking(request)
    one = application_of(by.require_person(), application_id)
    product = one.trial.variant.product
    waits = one.state == "ordered" and one.report_due is not None
    why = "" if waits else _("A report is written once, when the goods have arrived.")
    back = {"href": reverse("my_draws"), "label": _("My trials and draws")}
    title = said(product.title, product.title_zh)
    context: dict[str, object] = {"title": title, "why": why, "trial": one.report_due, "back": back}

    def keep(stars: int, text: str, pictures: list[str]) -> HttpResponse:
        actions.report_trial(by=by, application_id=application_id, stars=stars, text=text, pictures=pictures)
        messages.success(request, _("Thank you! Your report stands on the product's page as a review."))
        return go("my_draws")

    return _form(request, by, context, keep)


def _form(
    request: HttpRequest,
    by: Actor,
    context: dict[str, object],
    keep: Callable[[int, str, list[str]], HttpResponse],
) -> HttpResponse:
    """The form of a review: shown, or kept. Photos are taken in only from those who may write."""
    errors: dict[str, str] = {}
    stars, text = request.POST.get("stars", ""), request.POST.get("text", "")
    if request.method == "POST" and (sent_before() or not context["why"]):
        try:
            photos = _photos(request, by) if stars.isdecimal() and text.strip() else []
            return keep(int(stars) if stars.isdecimal() and len(stars) == 1 else 0, text, photos)
        except PictureRefused as refusal:
            errors["photos"] = str(refusal.sentence)
        except Refusal as refusal:
            if isinstance(refusal, NotFound) or refusal.status in (401, 403, 429):
                raise
            errors[refusal.param or "text"] = str(refusal.sentence)
    return show(
        request,
        "draws/review",
        active="me",
        status=422 if errors else 200,
        errors=errors,
        stars=stars,
        text=text,
        most=MOST_PHOTOS,
        extra=context,
    )


def _photos(request: HttpRequest, by: Actor) -> list[str]:
    person = str(request.user.public_id)  # type: ignore[union-attr]
    files = request.FILES.getlist("photos")[:MOST_PHOTOS]
    owner = queries.owner_of(person)
    return [store_picture(by=by, owner=owner, upload=file).public_id for file in files]

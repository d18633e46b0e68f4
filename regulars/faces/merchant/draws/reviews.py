"""What people say of the store's goods, and the store's answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.community.reviews import actions, queries
from regulars.community.reviews.rules import TRIAL
from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import pages
from regulars.faces.merchant.frame import here, show
from regulars.goods.catalog.queries import said
from regulars.goods.media.queries import picture_urls
from regulars.ground.kit.pages import page
from regulars.ground.kit.refusals import BadInput
from regulars.trade.draws.queries import customers_among


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """Reviews, the latest first; `?state=open`: those without an answer."""
    store, actor = here(request, store_id)
    need(actor, "reception")
    state = "open" if request.GET.get("state") == "open" else ""
    found = page(queries.reviews_of(store, state), cursor=request.GET.get("cursor", ""), size=30)
    photos = queries.pictures_in(found.items)
    relations = customers_among(store, [row.person_id for row in found.items])
    around = pages({"state": state} if state else {}, found)
    return show(
        request,
        "draws/reviews",
        store,
        actor,
        "desk_reviews",
        state=state,
        open=queries.reviews_of(store, "open").count(),
        prev=around["prev"],
        next=around["next"],
        rows=[
            {
                "id": row.public_id,
                "product": said(row.product.title, row.product.title_zh),
                "href": reverse("desk_product", args=[store.public_id, row.product.public_id]),
                "name": (row.person.name if row.person else "") or _("A shopper"),
                "customer": relations.get(row.person_id or 0, ""),
                "stars": row.stars,
                "text": row.text.split("\n"),
                "at": row.written_at,
                "trial": row.origin == TRIAL,
                "answer": row.answer,
                "hidden": row.hidden_why,
                "photos": [picture_urls(one) for one in queries.photos_of(row, photos)],
            }
            for row in found.items
        ],
    )


def answer(request: HttpRequest, store_id: str, review_id: str) -> HttpResponse:
    """Answer a review."""
    store, actor = here(request, store_id)
    text = request.POST.get("answer", "")
    try:
        actions.answer_review(by=actor, store=store, review_id=review_id, text=text)
        messages.success(request, _("Your answer stands under the review."))
    except BadInput as refusal:
        messages.error(request, str(refusal.sentence))
    return go("desk_reviews", store.public_id, to=f"#{review_id}")

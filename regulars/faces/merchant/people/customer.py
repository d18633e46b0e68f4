"""One customer among the store's people: the stage they are at and why, and the tags they carry."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.people import wording
from regulars.faces.merchant.person.profile import moving
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import BadInput, NotFound
from regulars.ground.lake.sitting import sitting
from regulars.loyalty.customers.queries import customer_of
from regulars.loyalty.segments import actions
from regulars.loyalty.segments.figures.groups import standing as standing_of


@sitting()
def standing(request: HttpRequest, store_id: str, customer_id: str) -> HttpResponse:
    """Where this person stands with the store and what put them there, when they come, how likely they order again."""
    store, actor = here(request, store_id)
    need(actor, "customers", "reception")
    found = customer_of(store, customer_id)
    now = clock.now()
    at = standing_of(store, found.relation, now)
    why = at.because
    return show(
        request,
        "people/standing",
        store,
        actor,
        "desk_customers",
        name=found.name or _("Guest"),
        stage=wording.stage(at.stage),
        words=wording.condition(why.leaf, store.currency, {}) if why else "",
        found=wording.found(why.leaf, why.found, store.currency) if why else "",
        lines=moving(store, found.relation, now),
        back=reverse("desk_customer", args=[store.public_id, customer_id]),
    )


def tag(request: HttpRequest, store_id: str, customer_id: str) -> HttpResponse:
    """Put a tag on the customer."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    found = customer_of(store, customer_id)
    try:
        actions.tag(
            by=actor,
            store=store,
            name=request.POST.get("name", ""),
            relation_ids=[found.relation.public_id],
        )
    except BadInput as refusal:
        messages.error(request, str(refusal.sentence))
    return go("desk_customer", store.public_id, customer_id, to="#tags")


def untag(request: HttpRequest, store_id: str, customer_id: str) -> HttpResponse:
    """Take a tag off the customer. Raises NotFound for a tag of another store."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    found = customer_of(store, customer_id)
    if not (tag_id := request.POST.get("tag", "")):
        raise NotFound()
    actions.untag(by=actor, store=store, segment_id=tag_id, relation_ids=[found.relation.public_id])
    return go("desk_customer", store.public_id, customer_id, to="#tags")

"""What stores wrote to the person who looks."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.shopper.browsing import tiles
from regulars.faces.shopper.frame import looking, show
from regulars.goods.catalog.queries import said
from regulars.ground.kit.pages import page
from regulars.loyalty.customers.queries import Relation, relations_with
from regulars.loyalty.outreach import actions, queries


def inbox(request: HttpRequest) -> HttpResponse:
    """Every message, the latest first. Raises LogInFirst."""
    person = looking(request).require_person()
    found = page(queries.inbox_of(person), cursor=request.GET.get("cursor", ""), size=30)
    stores = {row.campaign.store_id: row.campaign.store for row in found.items}
    known = relations_with(person, stores)
    urls = tiles.pictures(stores=list(stores.values()))
    here = reverse("my_inbox")
    return show(
        request,
        "writing/inbox",
        active="me",
        back={"href": reverse("me"), "label": _("Me")},
        rows=[_row(row, known, urls) for row in found.items],
        prev=f"{here}?cursor={found.prev_cursor}" if found.prev_cursor else "",
        next=f"{here}?cursor={found.next_cursor}" if found.next_cursor else "",
        writers=reverse("my_writers"),
    )


def _row(row: queries.Contact, known: dict[int, Relation], urls: tiles.Urls) -> dict[str, object]:
    store = row.campaign.store
    words = queries.worded(row.campaign, row.person, known.get(store.pk))
    logo = urls.get(store.logo)
    return {
        "store": said(store.name, store.name_zh),
        "logo": logo.src if logo else "",
        "subject": words.subject,
        "language": words.language,
        "at": row.at,
        "unread": row.read_at is None,
        "test": row.test,
        "href": reverse("my_message", args=[row.public_id]),
        "open": reverse("my_message_open", args=[row.public_id]),
    }


def opened(request: HttpRequest, contact: str) -> HttpResponse:
    """Note that a message is read, and show it. Raises LogInFirst, NotFound."""
    actions.open_message(by=looking(request), contact_id=contact)
    return go("my_message", contact)


def message(request: HttpRequest, contact: str) -> HttpResponse:
    """One message. Raises LogInFirst, NotFound."""
    row, words = queries.message_of(looking(request).require_person(), contact)
    store = row.campaign.store
    urls = tiles.pictures(stores=[store])
    logo = urls.get(store.logo)
    return show(
        request,
        "writing/message",
        active="me",
        back={"href": reverse("my_inbox"), "label": _("Inbox")},
        row=row,
        words=words,
        lines=[_line(line) for line in words.text.split("\n") if line.strip()],
        store=store,
        store_name=said(store.name, store.name_zh),
        logo=logo.src if logo else "",
        switch=reverse("my_writer", args=[store.slug]),
    )


def _line(line: str) -> dict[str, str]:
    """A line of a message; one that is nothing but an address of this market can be followed."""
    home, words = settings.SITE_URL.rstrip("/") + "/", line.strip()
    own = words.startswith(home) and " " not in words
    return {"text": words, "href": "/" + words.removeprefix(home) if own else ""}

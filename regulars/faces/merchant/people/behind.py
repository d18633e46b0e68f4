"""The people behind any number, and the way to keep them."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from regulars.faces.look.going import go
from regulars.faces.look.moments import local_datetime
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.people import wording
from regulars.faces.merchant.people.asking import definition_of, reader
from regulars.faces.merchant.people.charts import Reader
from regulars.faces.merchant.people.groups import SHOWN, names_of, person
from regulars.ground.kit.actors import Actor
from regulars.ground.lake.sitting import sitting
from regulars.loyalty.segments import actions
from regulars.loyalty.segments.figures.groups import readable, sample, size
from regulars.loyalty.segments.rules.definition import Unreadable
from regulars.people.merchants.queries import Store


@sitting()
def behind(request: HttpRequest, store_id: str) -> HttpResponse:
    """The people behind a number, as of a day, and the way to keep them as a group."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    return _behind(
        request, store, actor, definition_of(request.GET.get("definition", "")), reader(request, store)
    )


def keep_list(request: HttpRequest, store_id: str) -> HttpResponse:
    """Keep the people behind a number on a day that has passed as a list; their rule would find others today."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    asked, definition = reader(request, store), definition_of(request.POST.get("definition", ""))
    try:
        row = actions.keep_list(
            by=actor,
            store=store,
            name=request.POST.get("name", ""),
            definition=definition,
            as_of=asked.as_of,
        )
    except (actions.NameNeeded, actions.NameTaken) as refusal:
        with sitting():
            return _behind(request, store, actor, definition, asked, str(refusal.sentence))
    messages.success(
        request, ngettext("%(n)s person is kept.", "%(n)s people are kept.", row.size) % {"n": row.size}
    )
    return go("desk_group", store.public_id, row.public_id)


def _behind(
    request: HttpRequest, store: Store, actor: Actor, definition: Any, asked: Reader, error: str = ""
) -> HttpResponse:
    after = request.GET.get("after", "")[:40]
    try:
        node = readable(definition)
        many = size(store, definition, asked.as_of)
        found = sample(store, definition, SHOWN, asked.as_of, after)
    except Unreadable as unreadable:
        raise actions.NotReadable(param="definition", reason=actions.in_words(unreadable)) from unreadable
    return show(
        request,
        "people/behind",
        store,
        actor,
        "desk_people",
        status=422 if error else 200,
        said=wording.sentences(node, store.currency, names_of(store)),
        many=many,
        further=found[-1].relation if len(found) == SHOWN else "",
        people=[person(store, one.relation, one.name, None, one.reasons) for one in found],
        text=json.dumps(definition, separators=(",", ":"), ensure_ascii=False),
        asked=asked,
        as_of=local_datetime(asked.as_of),
        name=request.POST.get("name", ""),
        error=error,
    )

"""Keeping what many asked for, so that it can be offered to who types."""

from __future__ import annotations

from datetime import timedelta

from regulars.discovery.search.figures import looked_for
from regulars.discovery.search.models import AskedFor
from regulars.discovery.search.queries import stands
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor

SPAN = timedelta(days=28)
MOST = 5000


@action("search.keep_asked", audit=False)
def keep_asked(*, by: Actor) -> int:
    """Write anew which words enough people searched for in the last 28 days with something found; how many.

    Browsers say what was found, and may say anything: only words that stand in goods are offered to others.
    """
    by.require("market.read")
    now = clock.now()
    found = [one for one in looked_for(now - SPAN, now).words[:MOST] if one.hits and stands(one.words)]
    AskedFor.objects.all().delete()
    AskedFor.objects.bulk_create(
        [AskedFor(words=one.words, people=one.people) for one in found], batch_size=500
    )
    return len(found)

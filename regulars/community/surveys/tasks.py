"""Answers are tied to the stage people were at, as soon as the lake has heard of what they did before."""

from __future__ import annotations

import logging
from datetime import timedelta

from regulars.community.surveys import actions
from regulars.community.surveys.queries.placing import places_of, unplaced
from regulars.ground.bus.clocked import clocked
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.lake.sitting import sitting

log = logging.getLogger("regulars.surveys")
MOST = 500


@clocked(every=timedelta(seconds=30))
def place_answers() -> int:
    """Look up stage and tier of the latest answers; returns how many. A store that fails does not stop the others."""
    done = 0
    for store, rows in unplaced(MOST).items():
        try:
            with sitting():
                known = places_of(store, rows)
            done += actions.place(by=SYSTEM, known=known)
        except Exception:
            log.exception("answers of store %s could not be placed", store.public_id)
    return done

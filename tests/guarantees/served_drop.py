"""The small market with an open drop of a few cups, and people who each hold a pass for it and are logged in.

`python -m tests.guarantees.served_drop` builds it in the home and database that the environment names.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta

from tests.guarantees.served import build, session_of

UNITS, PEOPLE = 5, 40


def filled() -> dict[str, object]:
    """The town of `served`, the drop, and for everybody a pass and a session."""
    town, told = build()
    from regulars.ground.kit import clock
    from regulars.trade.drops import queries
    from tests.trade.drops.dropping import announced, crowd

    with clock.shift(timedelta(minutes=-1)):
        row = announced(town, units=UNITS, opens_at=clock.now() + timedelta(seconds=10))
        plan, people = queries.plan_of(row), crowd(PEOPLE)
        passes = [queries.pass_for(row, plan, one.pk, "") for one in people]
    sessions = {f"P{number}": session_of(one) for number, one in enumerate(people)}
    return told | {"cookies": sessions, "drop": row.public_id, "passes": passes}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
    print(json.dumps(filled()))

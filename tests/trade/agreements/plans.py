"""Terms as two people would agree on them, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from regulars.trade.agreements.rules import Milestone, Remedy, Terms

DAY = date(2026, 11, 20)
REMEDIES = (Remedy(3, 500), Remedy(7, 1_000), Remedy(14, 2_000))


def coat(start: date = DAY, **changes: Any) -> Terms:
    """A coat for 1,200.00: 300.00 ahead, a proof to approve, then the balance and the delivery."""

    def by(days: int) -> date:
        return start + timedelta(days=days)

    whole = Terms(
        currency="CNY",
        title="A grey coat",
        spec="Double-faced cashmere, knee-long, two pockets.",
        price_minor=120_000,
        milestones=(
            Milestone("m1", "pay", by(2), 0, 30_000),
            Milestone("m2", "measure", by(4)),
            Milestone("m3", "proof", by(10), 1_000),
            Milestone("m4", "approve", by(12), 1_000),
            Milestone("m5", "make", by(30), 2_500),
            Milestone("m6", "balance", by(32), 2_500),
            Milestone("m7", "deliver", by(35), 2_500),
        ),
        remedies=REMEDIES,
        acceptance_days=5,
        give_up_days=30,
        answer_days=7,
    )
    return replace(whole, **changes)


@st.composite
def some_terms(draw: st.DrawFn) -> Terms:
    """Terms that can be signed, of any shape."""
    middle = draw(st.lists(st.sampled_from(["pay", "measure", "design", "proof+", "make"]), max_size=6))
    kinds = [kind for one in middle for kind in (["proof", "approve"] if one == "proof+" else [one])][:10]
    if kinds and kinds[-1] == "proof":
        kinds.pop()
    kinds += ["balance", "deliver"]
    price = draw(st.integers(100, 10**9))
    pays = kinds.count("pay")
    share = draw(st.integers(1, max(1, price // 2 // max(1, pays))))
    gaps = draw(st.lists(st.integers(0, 20), min_size=len(kinds), max_size=len(kinds)))
    keeps = sorted(draw(st.lists(st.integers(0, 6_000), min_size=len(kinds), max_size=len(kinds))))
    milestones, at = [], DAY
    for number, (kind, gap, keep) in enumerate(zip(kinds, gaps, keeps, strict=True)):
        at += timedelta(days=gap)
        milestones.append(Milestone(f"m{number}", kind, at, keep, share if kind == "pay" else 0))
    days = sorted(draw(st.sets(st.integers(1, 40), max_size=4)))
    shares = sorted(draw(st.sets(st.integers(1, 5_000), min_size=len(days), max_size=len(days))))
    remedies = tuple(Remedy(day, bp) for day, bp in zip(days, shares, strict=True))
    return Terms("CNY", "x", "x", price, tuple(milestones), remedies, 7, 60)


@st.composite
def days_done(draw: st.DrawFn, terms: Terms) -> dict[str, date]:
    """Some first milestones done, in order, on days that do not run backwards."""
    count = draw(st.integers(0, len(terms.milestones)))
    done, at = {}, DAY
    for one in terms.milestones[:count]:
        at += timedelta(days=draw(st.integers(0, 25)))
        done[one.key] = at
    return done

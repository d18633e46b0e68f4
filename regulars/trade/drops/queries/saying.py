"""A drop's rules in words, from its plan alone: for its page, for the workbench, for what is planned."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.loyalty.members.queries import programme_of
from regulars.loyalty.segments.queries import segments_of
from regulars.people.merchants.models import Store
from regulars.trade.drops.models import Drop
from regulars.trade.drops.rules.plan import MINUTE, Phase, Plan


def words_of(row: Drop, plan: Plan) -> tuple[str, ...]:
    """Sentence by sentence: how many, for whom when, how it is decided, how long a piece waits, what is left."""
    return (_pieces(plan), *phase_words(row.store, plan), *_deciding(plan), *_afterwards(plan))


def phase_words(store: Store, plan: Plan) -> tuple[str, ...]:
    """Who may buy from when, one sentence each."""
    if len(plan.phases) == 1 and plan.phases[0].who == "everybody":
        return (_("Everybody may buy from the first second."),)
    return tuple(_phase(store, plan, place) for place in range(len(plan.phases)))


def who_words(store: Store, phase: Phase) -> str:
    """The people of a phase."""
    if phase.who == "tier":
        return _("members from the tier “%(tier)s” on") % {"tier": _tier(store, phase.rank)}
    if phase.who == "group":
        found = next((one for one in segments_of(store) if one.public_id == phase.group), None)
        # A group's name is the store's own affair; people read what matters to them.
        return _("people the store has chosen") if found is not None else _("nobody (the group is gone)")
    return {"followers": _("followers of the store"), "everybody": _("everybody")}[phase.who]


def _phase(store: Store, plan: Plan, place: int) -> str:
    phase = plan.phases[place]
    minutes = (phase.begins - plan.opens) // MINUTE
    begins = (
        _("From the opening on")
        if not minutes
        else ngettext("%(n)s minute later", "%(n)s minutes later", minutes) % {"n": minutes}
    )
    share = (
        ngettext("%(n)s piece comes out", "%(n)s pieces come out", phase.units) % {"n": phase.units}
        if phase.units
        else _("what is left")
    )
    return _("%(begins)s: %(who)s may buy (%(share)s).") % {
        "begins": begins,
        "who": who_words(store, phase),
        "share": share,
    }


def _tier(store: Store, rank: int) -> str:
    programme = programme_of(store)
    tiers = programme.rules.tiers if programme is not None else ()
    return tiers[rank - 1].name if 0 < rank <= len(tiers) else str(rank)


def _pieces(plan: Plan) -> str:
    pieces = ngettext("%(n)s piece", "%(n)s pieces", plan.units) % {"n": plan.units}
    return _("%(pieces)s, at most %(most)s for each person.") % {"pieces": pieces, "most": plan.per_person}


def _deciding(plan: Plan) -> tuple[str, ...]:
    minutes = (plan.opens - plan.room) // MINUTE
    people = _(
        "Places are given to people who are logged in: who is not holds none, and stands in nobody's way."
    )
    if not minutes:
        return (_("First come, first served, by the clock of this market."), people)
    return (
        ngettext(
            "The waiting room opens %(n)s minute before. Among all who are in it when their turn begins, lots are "
            "drawn: coming earlier or clicking more often gains nothing.",
            "The waiting room opens %(n)s minutes before. Among all who are in it when their turn begins, lots are "
            "drawn: coming earlier or clicking more often gains nothing.",
            minutes,
        )
        % {"n": minutes},
        _("Whoever comes later is served in the order of arrival."),
        people,
    )


def _afterwards(plan: Plan) -> tuple[str, ...]:
    minutes = plan.pay_us // MINUTE
    pay = ngettext(
        "A piece you get is kept for %(n)s minute, for you to pay; after that it goes to the next who waits.",
        "A piece you get is kept for %(n)s minutes, for you to pay; after that it goes to the next who waits.",
        minutes,
    ) % {"n": minutes}
    if not plan.queue_most:
        return (pay, _("When all pieces are taken, the answer is final."))
    queue = ngettext(
        "When all pieces are taken, %(n)s person more can wait; then the answer is final.",
        "When all pieces are taken, %(n)s people more can wait; then the answer is final.",
        plan.queue_most,
    ) % {"n": plan.queue_most}
    return (pay, queue)

"""A person says who may write; every switch is kept (and audited) as a consent with its words and place."""

from __future__ import annotations

from collections.abc import Mapping

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.loyalty.customers.actions import UnknownPurpose, give_consent, withdraw_consent
from regulars.loyalty.customers.models import Consent
from regulars.loyalty.customers.queries import last_words
from regulars.loyalty.outreach.actions.moving import only_system
from regulars.loyalty.outreach.hooks import INBOX
from regulars.loyalty.outreach.queries import SWITCHED, channel_names, subscription, writers_of
from regulars.loyalty.outreach.queries.unsubscribing import Subscription
from regulars.people.merchants.models import Store

# Which words were shown; a change of the words is a new name.
SWITCH, FOLLOWING, LETTER = "writers-v1", "follow-v1", "letter-v1"


@action("outreach.switch", audit=False)
def switch(*, by: Actor, store: Store, channel: str, on: bool) -> None:
    """Let a store write over a channel, or no longer. Raises LogInFirst, UnknownPurpose."""
    by.require_person()
    if on and channel not in channel_names():
        raise UnknownPurpose(param="channel")
    _say(by, store, channel, on, SWITCH, "writers")


@action("outreach.silence_all", audit=False)
def silence_all(*, by: Actor) -> int:
    """Let no store write any more, over no channel; returns how many could until now. Raises LogInFirst."""
    writing = [one for one in writers_of(by.require_person()) if one.any]
    for one in writing:
        for channel, allowed in one.allowed.items():
            if allowed:
                _say(by, one.store, channel, False, SWITCH, "writers")
    return len(writing)


@action("outreach.unsubscribe", audit=False)
def unsubscribe(*, by: Actor, token: str) -> Subscription:
    """Say no through a letter's link; nobody has to be logged in, the signature is the proof. Safe to repeat.

    Raises NotFound.
    """
    found = subscription(token)
    reader = Actor("shopper", person_id=found.relation.person_id)
    _say(reader, found.relation.store, found.channel, False, LETTER, "letter")
    return found


@action("outreach.follower_came", audit=False)
def follower_came(*, by: Actor, store: Store, person_id: int) -> None:
    """Who follows a store gets its messages in the inbox, unless the person's last word on that came from elsewhere.

    System only.
    """
    only_system(by)
    said = last_words(person_id)
    if any(
        (store.pk, purpose, INBOX) in said
        for purpose in SWITCHED
        if not _from_following(said, store, purpose)
    ):
        return
    _say(Actor("shopper", person_id=person_id), store, INBOX, True, FOLLOWING, "follow")


@action("outreach.follower_left", audit=False)
def follower_left(*, by: Actor, store: Store, person_id: int) -> None:
    """Who leaves a store is not written to in the inbox any more. System only."""
    only_system(by)
    said = last_words(person_id)
    if any(said[store.pk, one, INBOX].granted for one in SWITCHED if (store.pk, one, INBOX) in said):
        _say(Actor("shopper", person_id=person_id), store, INBOX, False, FOLLOWING, "follow")


def _from_following(said: Mapping[tuple[int, str, str], Consent], store: Store, purpose: str) -> bool:
    """Whether the last word came from following or leaving, so that following again may renew it."""
    last = said.get((store.pk, purpose, INBOX))
    return last is not None and last.wording == FOLLOWING


def _say(by: Actor, store: Store, channel: str, on: bool, wording: str, place: str) -> None:
    """Put the person's word on record for every purpose the switch speaks about, where it is a new one."""
    said = last_words(by.require_person())
    for purpose in SWITCHED:
        last = said.get((store.pk, purpose, channel))
        if last is not None and last.granted == on:
            continue
        act = give_consent if on else withdraw_consent
        act(by=by, store=store, purpose=purpose, channel=channel, wording=wording, place=place)

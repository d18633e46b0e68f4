"""A store writes a message, tries it out, and says when it goes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.loyalty.outreach import queries
from regulars.loyalty.outreach.hooks import INBOX
from regulars.loyalty.outreach.models import SENT, WAITING, Campaign, Contact
from regulars.loyalty.outreach.queries import channel_names, next_open
from regulars.loyalty.outreach.rules.template import FIELDS, faults_in
from regulars.loyalty.segments.queries import segment_of
from regulars.people.merchants.models import Store

PURPOSES = ("offers", "news")
TEXTS = ("subject", "text", "subject_zh", "text_zh")


class MessageIncomplete(BadInput):
    """Something that every message has is missing or impossible; `param` names it."""

    code = "message-incomplete"
    sentence = _("Every message has a name, a subject and a text, in at least one language.")


class TextFaulty(BadInput):
    """A place in the text cannot be filled; `details` name the kind and the piece."""

    code = "message-text-faulty"
    sentence = _("A place in braces cannot be filled. Look at the piece named.")


class GroupGone(Refusal):
    """The group the message is for was put away."""

    status = 409
    code = "message-group-gone"
    sentence = _("The group this message is for was put away. Choose another one.")


class NotNow(Refusal):
    """The message is already on its way, or over."""

    status = 409
    code = "message-not-now"
    sentence = _("This message is already on its way and stays as it is. Write a new one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What a message says, to whom and how. `holdout_percent` 0 to 50; `window_days` 1 to 90."""

    name: str
    segment_id: str
    subject: str = ""
    text: str = ""
    subject_zh: str = ""
    text_zh: str = ""
    purpose: str = "offers"
    channel: str = INBOX
    holdout_percent: int = 10
    window_days: int = 14


@action("outreach.write")
def write(*, by: Actor, store: Store, fields: Fields, campaign_id: str = "") -> Campaign:
    """Keep a draft, new or changed. Raises NotFound, MessageIncomplete, TextFaulty, NotNow."""
    by.require("offers", store.pk)
    values = cleaned(fields)
    row = _draft(store, campaign_id) if campaign_id else Campaign(store=store, created_by_id=by.person_id)
    row.segment = segment_of(store, fields.segment_id)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


@action("outreach.schedule")
def schedule(*, by: Actor, store: Store, campaign_id: str, at: datetime | None = None) -> Campaign:
    """Let a draft go at a moment (UTC), or now. In quiet hours it waits for their end.

    Raises NotFound, NotNow, GroupGone.
    """
    by.require("offers", store.pk)
    row = _draft(store, campaign_id)
    if row.segment.archived_at is not None:
        raise GroupGone()
    due = next_open(max(at or clock.now(), clock.now()))
    if not Campaign.objects.of(store).filter(pk=row.pk, due_at=None).update(due_at=due):
        raise NotNow()
    row.due_at = due
    return row


@action("outreach.hold_back")
def hold_back(*, by: Actor, store: Store, campaign_id: str) -> Campaign:
    """Make a scheduled message a draft again. Raises NotFound, NotNow."""
    by.require("offers", store.pk)
    row = queries.campaign_of(store, campaign_id)
    waiting = Campaign.objects.of(store).filter(
        pk=row.pk, enlisted_at=None, stopped_at=None, due_at__isnull=False
    )
    if not waiting.update(due_at=None):
        raise NotNow()
    row.due_at = None
    return row


@action("outreach.stop")
def stop(*, by: Actor, store: Store, campaign_id: str) -> Campaign:
    """Write to nobody else. Who has the message keeps it. Safe to repeat. Raises NotFound, NotNow for a draft."""
    by.require("offers", store.pk)
    row = queries.campaign_of(store, campaign_id)
    if row.due_at is None:
        raise NotNow()
    Campaign.objects.of(store).filter(pk=row.pk, stopped_at=None, finished_at=None).update(
        stopped_at=clock.now()
    )
    Contact.objects.of(store).filter(campaign=row, state=WAITING).update(state="stopped", at=clock.now())
    row.refresh_from_db()
    return row


@action("outreach.drop")
def drop(*, by: Actor, store: Store, campaign_id: str) -> None:
    """Throw a draft away. Raises NotFound, NotNow."""
    by.require("offers", store.pk)
    row = _draft(store, campaign_id)
    Campaign.objects.of(store).filter(pk=row.pk).update(dropped_at=clock.now())


@action("outreach.make_test")
def make_test(*, by: Actor, store: Store, campaign_id: str) -> Contact:
    """The message to whoever asks, as a test: no budget, no consent, not in the log.

    In the inbox it is there at once; over another channel the worker hands it over within a minute.
    Raises NotFound, LogInFirst.
    """
    by.require("offers", store.pk)
    row = queries.campaign_of(store, campaign_id)
    state = SENT if row.channel == INBOX else WAITING
    return Contact.objects.create(campaign=row, person_id=by.require_person(), state=state, test=True)


def _draft(store: Store, campaign_id: str) -> Campaign:
    row = queries.campaign_of(store, campaign_id)
    if row.due_at is not None:
        raise NotNow()
    return row


def cleaned(fields: Fields) -> dict[str, object]:
    """The columns a message's fields fill. Raises MessageIncomplete, TextFaulty."""
    values: dict[str, object] = asdict(fields)
    del values["segment_id"]
    values["name"] = plain(fields.name, limit=80)
    for name in ("subject", "subject_zh"):
        values[name] = plain(getattr(fields, name), limit=120)
    for name in ("text", "text_zh"):
        values[name] = paragraphs(getattr(fields, name), limit=4000)
    _check(values)
    return values


def _check(values: dict[str, object]) -> None:
    for param in ("name", _half(values)):
        if param and not values[param]:
            raise MessageIncomplete(param=param)
    if values["purpose"] not in PURPOSES or values["channel"] not in channel_names():
        raise MessageIncomplete(param="channel")
    for param, low, high in (("holdout_percent", 0, 50), ("window_days", 1, 90)):
        value = values[param]
        if not isinstance(value, int) or not low <= value <= high:
            raise MessageIncomplete(
                _("Choose a number from %(low)s to %(high)s.") % {"low": low, "high": high}, param=param
            )
    for param in TEXTS:
        for fault in faults_in(str(values[param])):
            raise TextFaulty(param=param, kind=fault.kind, where=fault.where, known=list(FIELDS))


def _half(values: dict[str, object]) -> str:
    """The field that is missing: each language has subject and text or neither, and one of them has both."""
    for one, other in (("subject", "text"), ("subject_zh", "text_zh")):
        if bool(values[one]) != bool(values[other]):
            return other if values[one] else one
    return "" if values["subject"] or values["subject_zh"] else "subject"

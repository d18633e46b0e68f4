"""Versions: proposed by one side, signed by both, never two in force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.people.merchants.queries import suspension_of
from regulars.trade.agreements import rules
from regulars.trade.agreements.actions.asking import StoreRests
from regulars.trade.agreements.actions.silence import write_silence
from regulars.trade.agreements.actions.turning import MovedOn, NotYourTurn, about, claim, happen
from regulars.trade.agreements.events import AgreementSigned, VersionProposed
from regulars.trade.agreements.models import Agreement, Credit, Duty, Signature, Version
from regulars.trade.agreements.queries.finding import own
from regulars.trade.agreements.queries.standing import end_of, now_of, today, version_of
from regulars.trade.agreements.rules import Problem, Side, Terms
from regulars.trade.agreements.rules.states import ASKED, OFFERED, SIGNED

KEY = re.compile(r"[a-z0-9]{1,12}", re.ASCII)
MOST_VERSIONS = 60
MOST_DETAILS = 20


class TermsWrong(BadInput):
    """The terms cannot be proposed; `details["problems"]` is a list of [field, code]."""

    code = "terms-wrong"
    sentence = _("These terms cannot stand like this. Look at the marked places.")


class VersionOld(Refusal):
    """A newer version was proposed."""

    status = 409
    code = "version-old"
    sentence = _("There is a newer version. Read that one; only the newest can be signed.")


class VersionSame(Refusal):
    """Nothing differs from the version before."""

    code = "version-same"
    sentence = _("Nothing is different from the version before. Change something, or sign that one.")


class OfferOver(Refusal):
    """Its first day has passed."""

    status = 409
    code = "offer-over"
    sentence = _("A day of this version has passed before it was signed. Propose it with new days.")


class OrderWaits(Refusal):
    """The balance is ordered, or paid."""

    status = 409
    code = "balance-ordered"
    sentence = _("The balance is ordered already, so the terms stand. Cancel the unpaid order first.")


@action("agreements.propose")
def propose(*, by: Actor, agreement_id: str, terms: Terms, text: str = "") -> Version:
    """Propose a new version and sign it for one's own side. An older version can no longer be signed.

    After signing it is a change: the version in force stays until both have signed the new one.
    Raises TermsWrong, VersionSame, MovedOn, NotYourTurn, OrderWaits, StoreRests.
    """
    row, side = own(by, agreement_id)
    if row.state == ASKED and side != "store":
        raise NotYourTurn()
    _open(row)
    terms = _cleaned(terms, row.currency)
    _check(row, terms)
    _differs(row, terms)
    number = row.latest + 1
    claim(row, "propose", side, to=OFFERED if row.state == ASKED else "", latest=number)
    version = Version.objects.create(
        agreement=row,
        number=number,
        side=side,
        by_id=by.person_id,
        body=rules.plain(terms),
        digest=rules.digest(row.public_id, number, terms),
        note=plain(text, limit=500),
        made_at=clock.now(),
    )
    _sign(version, side, by)
    happen(row, "proposed", side, by, text=text, key=str(number), amount_minor=terms.price_minor)
    announce(
        VersionProposed(
            version=number,
            side=side,
            price_minor=terms.price_minor,
            currency=row.currency,
            change=bool(row.signed),
            **about(row),
        )
    )
    return version


@action("agreements.sign")
def sign(*, by: Actor, agreement_id: str, number: int, digest: str) -> Agreement:
    """Sign the newest version, as read: `digest` says which text it was. In force when both have signed.

    Raises VersionOld, OfferOver, OrderWaits, MovedOn, StoreRests. Safe to repeat.
    """
    row, side = own(by, agreement_id)
    if row.latest != number:
        raise VersionOld(latest=row.latest)
    version = version_of(row, number)
    if version is None or version.digest != digest or _text_differs(row, version):
        raise VersionOld(latest=row.latest)
    if version.signatures.filter(side=side).exists():
        return row
    _open(row)
    terms = rules.read(version.body)
    before = _done(row)
    if any(one.due < today() for one in terms.milestones if one.key not in before):
        raise OfferOver()
    write_silence(by, row)
    claim(row, "sign", side, to=SIGNED, **_in_force(row, terms, number))
    _sign(version, side, by)
    _lay_out(row, terms)
    note(version=number)
    happen(row, "signed", side, by, key=str(number), amount_minor=terms.price_minor)
    announce(
        AgreementSigned(
            version=number,
            digest=version.digest,
            price_minor=terms.price_minor,
            currency=row.currency,
            **about(row),
        )
    )
    return row


def _text_differs(row: Agreement, version: Version) -> bool:
    """Whether the stored text is not what its digest was made of."""
    return rules.digest(row.public_id, version.number, rules.read(version.body)) != version.digest


def _in_force(row: Agreement, terms: Terms, number: int) -> dict[str, object]:
    return {
        "signed": number,
        "signed_at": row.signed_at or clock.now(),
        "title": terms.title,
        "late_from": end_of(terms.only("deliver").due),
    }


def _sign(version: Version, side: Side, by: Actor) -> None:
    Signature.objects.create(
        version=version, side=side, by_id=by.person_id, digest=version.digest, signed_at=clock.now()
    )


def _lay_out(row: Agreement, terms: Terms) -> None:
    """The duties of the version in force. Credits that no payment has taken up yet are reckoned anew."""
    duties = Duty.objects.of(row.store_id).filter(agreement=row)
    duties.filter(done_at=None, advance_ref="").exclude(
        key__in=[one.key for one in terms.milestones]
    ).delete()
    there = set(duties.values_list("key", flat=True))
    Duty.objects.bulk_create(
        [Duty(agreement=row, key=one.key) for one in terms.milestones if one.key not in there]
    )
    Credit.objects.of(row.store_id).filter(agreement=row, way="balance").delete()


def _open(row: Agreement) -> None:
    if row.group_ref or row.order_ref:
        raise OrderWaits()
    if not row.signed and suspension_of(row.store):
        raise StoreRests()


def _done(row: Agreement) -> set[str]:
    return {one.milestone.key for one in now_of(row).standing if one.done is not None}


def _differs(row: Agreement, terms: Terms) -> None:
    last = version_of(row, row.latest) if row.latest else None
    if last is not None and rules.read(last.body) == terms:
        raise VersionSame(latest=row.latest)


def _check(row: Agreement, terms: Terms) -> None:
    if row.latest >= MOST_VERSIONS:
        raise MovedOn(state=row.state)
    force = version_of(row, row.signed) if row.signed else None
    before = rules.read(force.body) if force else None
    found = rules.problems(terms, today(), _done(row), before)
    if found:
        raise TermsWrong(param=found[0].field, problems=_listed(found))


def _listed(found: Sequence[Problem]) -> list[list[str]]:
    return [[one.field, one.code] for one in found]


def _cleaned(terms: Terms, currency: str) -> Terms:
    """Texts without tricks, in the agreement's currency; keys as they are made here."""
    if any(not KEY.fullmatch(one.key) for one in terms.milestones):
        raise TermsWrong(param="milestones", problems=[["milestones", "unknown-kind"]])
    return replace(
        terms,
        currency=currency,
        title=plain(terms.title, limit=120),
        spec=paragraphs(terms.spec, limit=4000),
        details=tuple(
            (plain(label, limit=80), plain(value, limit=300))
            for label, value in terms.details[:MOST_DETAILS]
            if label.strip() and value.strip()
        ),
        milestones=tuple(replace(one, words=plain(one.words, limit=200)) for one in terms.milestones),
    )

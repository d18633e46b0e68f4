"""What the pages of an agreement show, for either side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.agreeing import terms as editor
from regulars.faces.look.agreeing.desk import Desk
from regulars.faces.look.forms import Given
from regulars.goods.catalog.queries import said
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.trade.agreements import actions, queries, rules
from regulars.trade.agreements.queries import (
    Agreement,
    Told,
    Version,
    comparison,
    milestones,
    questions,
    rules_of,
    saying,
    steps,
    told,
)
from regulars.trade.agreements.rules import Terms
from regulars.trade.agreements.rules.states import RUNNING, TALKING, may


def one(desk: Desk, row: Agreement) -> dict[str, Any]:
    """Everything the page of one agreement shows."""
    found = told(row, desk.side)
    state = found.now.state
    pending = found.pending
    return shared(desk, found) | {
        "pending": pending,
        "pending_terms": rules.read(pending.body) if pending else None,
        "mine_to_sign": found.mine_to_sign,
        "waits": _waits(found, state),
        "turn": _turn(found),
        "may": {
            verb: may(verb, desk.side, state) for verb in ("decline", "withdraw", "reject", "accept", "note")
        },
        "may_propose": _may_propose(found, state),
        "may_cancel": found.cancel is not None and found.row.state == state,
        "may_dispute": may("dispute", desk.side, state) and (bool(row.order_ref) or not row.group_ref),
        "may_send_again": may("send_again", desk.side, state),
        "cancel": _cancel(found),
        "links": _links(desk, row),
        "checkout": _checkout(found, desk),
        "order_link": _order_link(found, desk),
    }


def _links(desk: Desk, row: Agreement) -> dict[str, str]:
    """Where the two sides act; the market only reads and decides."""
    if desk.side not in ("store", "shopper"):
        return {}
    return {name: desk.link(name, row) for name in ("do", "propose")}


def shared(desk: Desk, found: Told) -> dict[str, Any]:
    """What both sides and the market see of an agreement."""
    row, now = found.row, found.now
    look, label = saying.stage(now)
    done, whole = rules.share_done(now.standing) if now.standing else (0, 0)
    return {
        "row": row,
        "found": found,
        "title": saying.title(row),
        "store_name": said(row.store.name, row.store.name_zh),
        "person_name": str(row.person),
        "state": now.state,
        "state_look": look,
        "state_label": label,
        "answers": answers(row),
        "milestones": milestones(found),
        "story": [_story(desk, row, each) for each in steps(found)],
        "done": done,
        "whole": whole,
        "terms": found.terms,
        "details": _details(row, found.terms) if found.terms else [],
        "rules": rules_of(found.terms) if found.terms else [],
        "turn_words": saying.turn_words(now, desk.side),
        "credit": saying.amount(now.credit_minor, row.currency) if now.credit_minor else "",
        "credit_sent": bool(row.order_ref),
        "late_days": now.late_days,
        "money": _money(found),
        "versions": [_version(desk, row, each) for each in reversed(found.versions)],
    }


def answers(row: Agreement) -> list[tuple[str, str]]:
    """What the shopper asked for, by the store's questions."""
    asked = rules.read_fields(row.form.fields)
    return [
        (said(one.label, one.label_zh), " ".join(part for part in (row.answers[one.key], one.unit) if part))
        for one in asked
        if one.key in row.answers
    ]


def _details(row: Agreement, terms: Terms) -> list[tuple[str, str]]:
    """Details of the terms; those that answer a question of the store's are called as the reader would be asked."""
    asked = questions(row)
    return [(asked.get(label) or label, value) for label, value in terms.details]


def _story(desk: Desk, row: Agreement, step: dict[str, Any]) -> dict[str, Any]:
    links = [desk.link("photo", row, one.public_id) for one in step["photos"]]
    return step | {"photos": links, "lines": step["text"].split("\n") if step["text"] else []}


def _version(desk: Desk, row: Agreement, one: Version) -> dict[str, Any]:
    return {
        "number": one.number,
        "side": saying.side_said(one.side, desk.side),
        "at": one.made_at,
        "price": saying.amount(one.body["price_minor"], row.currency),
        "signed": [saying.side_said(each.side, desk.side) for each in one.signatures.all()],
        "in_force": one.number == row.signed,
        "href": desk.link("version", row, one.number),
    }


def _money(found: Told) -> list[tuple[str, str]]:
    if found.terms is None or found.now.terms is None:
        return []
    currency, now = found.row.currency, found.now
    rows = [(_("Price"), found.terms.price_minor), (_("Paid ahead"), now.paid_minor)]
    if now.credit_minor:
        rows.append((_("Credit for lateness"), -now.credit_minor))
    if not found.row.order_ref and now.state == "signed":
        rows.append((_("Still to pay"), found.terms.price_minor - now.paid_minor - now.credit_minor))
    elif found.order is not None:
        rows += [(_("Paid in all, with freight"), found.order.paid_minor)]
        if found.order.refunded_minor:
            rows += [(_("Sent back"), found.order.refunded_minor)]
    return [(label, saying.amount(minor, currency)) for label, minor in rows]


def _waits(found: Told, state: str) -> bool:
    """Whether the other side must sign or answer first."""
    return found.pending is not None and not found.mine_to_sign and state in (*TALKING, "signed")


def _turn(found: Told) -> dict[str, Any] | None:
    turn = found.now.turn
    if turn is None or found.now.state != "signed":
        return None
    one = turn.milestone
    return {
        "key": one.key,
        "kind": one.kind,
        "mine": one.who == found.reader,
        "title": saying.kind(one),
        "due": saying.due_words(turn),
        "late": turn.late_days > 0,
        "if_late": saying.late_words(found.now, turn),
        "amount": saying.amount(one.amount_minor, found.row.currency) if one.amount_minor else "",
        "words": one.words,
        "points": list(rules.points(found.now.terms).items())
        if one.kind == "approve" and found.now.terms
        else [],
        "refusals": saying.refused_words(found.now.refusals),
        "ask_market": found.now.refusals >= rules.REFUSALS,
    }


def _may_propose(found: Told, state: str) -> bool:
    row = found.row
    if row.group_ref or row.order_ref or not may("propose", found.reader, state):
        return False
    return state != "asked" or found.reader == "store"


def _cancel(found: Told) -> dict[str, Any]:
    if found.cancel is None:
        return {}
    kept, back = found.cancel
    currency = found.row.currency
    return {
        "kept_minor": kept,
        "kept": saying.amount(kept, currency),
        "back": saying.amount(back, currency),
    }


def _checkout(found: Told, desk: Desk) -> str:
    """Where the balance is paid."""
    row, turn = found.row, found.now.turn
    if desk.side != "shopper" or turn is None or turn.milestone.kind != "balance" or row.order_ref:
        return ""
    if row.group_ref:
        return reverse("pay", args=[row.group_ref])
    return f"{reverse('checkout', args=[row.currency])}?with={row.public_id}"


def _order_link(found: Told, desk: Desk) -> str:
    if found.order is None or not found.row.order_ref:
        return ""
    if desk.side == "shopper":
        return reverse("order", args=[found.row.group_ref])
    return reverse("desk_order", args=[*desk.around, found.row.order_ref])


def version(desk: Desk, row: Agreement, number: int) -> dict[str, Any]:
    """One version, beside the one before it (or beside the one in force). Raises NotFound."""
    found = told(row, desk.side)
    mine = next((one for one in found.versions if one.number == number), None)
    if mine is None:
        raise NotFound()
    before = next((one for one in reversed(found.versions) if one.number < number), None)
    if row.signed and row.signed < number:
        before = next(one for one in found.versions if one.number == row.signed)
    terms = rules.read(mine.body)
    return {
        "row": row,
        "about": saying.title(row),
        "title": terms.title,
        "one": mine,
        "by": saying.side_said(mine.side, desk.side),
        "signatures": [
            {"side": saying.side_said(each.side, desk.side), "at": each.signed_at, "digest": each.digest}
            for each in mine.signatures.all()
        ],
        "before": before,
        "rows": comparison(row, before or mine, mine),
        "rules": rules_of(terms),
        "in_force": mine.number == row.signed,
        "mine_to_sign": found.mine_to_sign and found.pending is not None and found.pending.number == number,
        "links": _links(desk, row),
        "may_propose": _may_propose(found, found.now.state),
        "canonical": rules.canonical(row.public_id, number, terms),
    }


def proposing(request: HttpRequest, desk: Desk, row: Agreement) -> tuple[dict[str, Any], Version | None]:
    """The editor of a new version: its fields, or the version that was proposed."""
    found = told(row, desk.side)
    base, done = start_from(row, found), _done(found)
    values = editor.shown(base, done)
    if not found.versions:
        values = editor.with_shares(values, rules.read_plan(row.form.plan))
    given = Given(request.POST, row.currency)
    if request.method == "POST":
        terms = editor.read(given, base, done)
        if not given.errors:
            try:
                text = given.text("note")
                return {}, actions.propose(by=desk.by, agreement_id=row.public_id, terms=terms, text=text)
            except Refusal as refusal:
                editor.take(given, refusal)
        values = editor.typed(given, values)
    return {
        "row": row,
        "about": saying.title(row),
        "values": values,
        "errors": given.errors,
        "listed": given.listed(),
        "kinds": editor.kinds(),
        "change": bool(row.signed),
        "first": not found.versions,
        "currency": row.currency,
        "answers": answers(row),
        "wish": row.text,
        "note": request.POST.get("note", "")[:500],
    }, None


def start_from(row: Agreement, found: Told) -> Terms:
    """The newest version, or the form's usual plan."""
    if found.latest is not None:
        return rules.read(found.latest.body)
    form = row.form
    return Terms(
        currency=row.currency,
        title=saying.title(row),
        spec="",
        price_minor=0,
        milestones=rules.drawn(rules.read_plan(form.plan), 0, queries.today()),
        remedies=tuple(rules.Remedy(**one) for one in form.remedies),
        acceptance_days=form.acceptance_days,
        give_up_days=form.give_up_days,
        answer_days=form.answer_days,
        details=tuple(answers(row)),
    )


def _done(found: Told) -> list[str]:
    return [one.milestone.key for one in found.now.standing if one.done is not None]


def photo(row: Agreement, public_id: str) -> HttpResponse:
    """A photo of the agreement, for who may see it; kept by nobody on the way. Raises NotFound."""
    found = queries.photo_of(row, public_id)
    answer = HttpResponse(bytes(found.content), content_type="image/webp")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Content-Disposition"] = f'inline; filename="{found.public_id}.webp"'
    return answer


def under_way(row: Agreement) -> bool:
    """Whether the agreement has not ended."""
    return row.state in (*TALKING, *RUNNING)

"""The journal, the accounts, and whether the books are right."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.operator.frame import here, query, show, turns
from regulars.faces.operator.words import ACCOUNTS, ENTRIES, PROVIDERS, named
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.people.merchants.queries import Store, any_store, stores_by_key
from regulars.trade.settlement.queries import (
    AccountBalance,
    EntryView,
    Line,
    account_balances,
    check_books,
    ledger_entries,
    ledger_entry,
    lines_of_store,
    store_balances,
)

SIZE = 50


def index(request: HttpRequest) -> HttpResponse:
    """Entries, newest booked first, by kind, reference or store."""
    actor = here(request)
    kind = request.GET.get("kind", "")
    asked = {
        "q": request.GET.get("q", "").strip()[:60],
        "kind": kind if kind in ENTRIES else "",
        "store": request.GET.get("store", "").strip()[:60],
    }
    if asked["store"]:
        return _of_store(request, actor, asked)
    cursor = request.GET.get("cursor", "")
    found = ledger_entries(cursor, SIZE + 1, kind=asked["kind"], ref=asked["q"])
    more = query(asked, cursor=found[SIZE - 1].cursor) if len(found) > SIZE else ""
    return show(
        request,
        "ledger",
        actor,
        "console_ledger",
        asked=asked,
        rows=[_row(one) for one in found[:SIZE]],
        kinds=[("", _("Every kind")), *((key, str(label)) for key, label in ENTRIES.items())],
        problem="",
        prev=query(asked) if cursor else "",
        next=more,
        clear="?" if asked["q"] or asked["kind"] else "",
    )


def _row(entry: EntryView) -> dict[str, object]:
    return {
        "id": entry.public_id,
        "href": reverse("console_entry", args=[entry.public_id]),
        "at": entry.at,
        "kind": named(ENTRIES, entry.kind),
        "ref": entry.ref,
        "lines": len(entry.lines),
        "amount_minor": sum(line[2] for line in entry.lines if line[2] > 0),
        "currency": entry.lines[0][3] if entry.lines else "",
    }


def _of_store(request: HttpRequest, actor: Actor, asked: dict[str, str]) -> HttpResponse:
    """What was booked on one store's accounts."""
    store = any_store(asked["store"])
    found = lines_of_store(store.pk, cursor=request.GET.get("cursor", ""), size=SIZE)
    kept = {"store": asked["store"]}
    return show(
        request,
        "ledger_store",
        actor,
        "console_ledger",
        store=store,
        balances=store_balances(store.pk),
        rows=[_line_row(line) for line in found.items],
        extra=turns(found, kept),
    )


def _line_row(line: Line) -> dict[str, object]:
    return {
        "id": str(line.pk),
        "href": reverse("console_entry", args=[line.entry.public_id]),
        "at": line.at,
        "kind": named(ENTRIES, line.entry.kind),
        "account": named(ACCOUNTS, line.account.kind),
        "ref": line.ref,
        "amount_minor": line.amount_minor,
        "currency": line.currency,
    }


def one(request: HttpRequest, entry_id: str) -> HttpResponse:
    """One entry: its lines sum to zero."""
    actor = here(request)
    entry = ledger_entry(entry_id)
    stores = stores_by_key({line[1] for line in entry.lines if line[1]})
    return show(
        request,
        "entry",
        actor,
        "console_ledger",
        entry=entry,
        kind=named(ENTRIES, entry.kind),
        rows=[_line(line, stores) for line in entry.lines],
        total=sum(line[2] for line in entry.lines),
        currency=entry.lines[0][3] if entry.lines else "",
    )


def _line(line: tuple[str, int | None, int, str, str, str], stores: dict[int, Store]) -> dict[str, object]:
    account, store_id, amount, currency, ref, part = line
    store = stores.get(store_id or 0)
    return {
        "account": account_words(account),
        "store": said(store.name, store.name_zh) if store else "",
        "debit": amount if amount > 0 else None,
        "credit": -amount if amount < 0 else None,
        "currency": currency,
        "ref": ref,
        "part": part,
    }


def account_words(name: str) -> str:
    """An account's kind and detail in words."""
    kind, _colon, detail = name.partition(":")
    words = named(ACCOUNTS, kind)
    return f"{words} ({named(PROVIDERS, detail)})" if detail else words


def books(request: HttpRequest) -> HttpResponse:
    """Balances of all accounts; with `check` the whole ledger is summed up."""
    actor = here(request)
    checked = check_books() if request.GET.get("check") else None
    return show(
        request,
        "books",
        actor,
        "console_ledger",
        checked=checked,
        at=clock.now(),
        rows=[_balance(row) for row in account_balances()] if checked else [],
    )


def _balance(row: AccountBalance) -> dict[str, object]:
    return {
        "account": account_words(f"{row.kind}:{row.detail}"),
        "transit": row.transit,
        "side": _("Debit") if row.balance_minor > 0 else _("Credit") if row.balance_minor < 0 else "",
        "amount_minor": abs(row.balance_minor),
        "currency": row.currency,
    }

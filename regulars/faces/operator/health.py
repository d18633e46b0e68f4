"""Is everything well: database, messages, clocked work, refunds, disk, backup, lake."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.operator.chores import chore
from regulars.faces.operator.frame import here, show, turns
from regulars.faces.operator.words import PROVIDERS, age, bounded, money, named
from regulars.ground.bus.clocked import tasks
from regulars.ground.bus.mending import bring_back
from regulars.ground.bus.queries import (
    ClockedRun,
    Delivery,
    clocked_runs,
    dead_count,
    dead_letters,
    failing,
    oldest_waiting,
    waiting,
)
from regulars.ground.kit import clock
from regulars.ground.kit.pages import page
from regulars.ground.lake import manifest
from regulars.ground.lake.place import LakeMisplaced, place
from regulars.trade.payments import actions as payments
from regulars.trade.payments.queries import PaymentRefund, stuck_refunds

LATE = timedelta(minutes=5)
LEAST_FREE = 2**30
BACKUP_AGE = timedelta(days=2)
MOST = 20


def health(request: HttpRequest) -> HttpResponse:
    """The cards, then what can be mended here."""
    actor = here(request)
    runs = list(clocked_runs())
    dead = page(dead_letters(), by="-dead_at", cursor=request.GET.get("cursor", ""), size=MOST)
    refunds = list(stuck_refunds()[:MOST])
    cards = [_database(), _outbox(), _dead(), _clocked(runs), _refunds(refunds), _disk(), _backup(), _lake()]
    return show(
        request,
        "health",
        actor,
        "console_health",
        cards=cards,
        dead=[_letter(row) for row in dead.items],
        failing=[_letter(row) for row in failing()[:MOST]],
        runs=[_run(row) for row in runs],
        refunds=[_refund(row) for row in refunds],
        well=all(card["ok"] is not False for card in cards),
        extra=turns(dead, {}),
    )


def _card(label: str, ok: bool | None, value: str, text: str, code: str = "") -> dict[str, object]:
    return {"label": label, "ok": ok, "value": value, "text": text, "code": code}


def _database() -> dict[str, object]:
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)
    version = ".".join(map(str, connection.get_database_version()))
    return _card(_("Database"), True, f"{name} {version}", _("It answers."))


def _outbox() -> dict[str, object]:
    count, oldest = waiting(), oldest_waiting()
    old = clock.now() - oldest if oldest else timedelta()
    text = (
        _("The oldest has been waiting for %(age)s.") % {"age": age(old)}
        if oldest
        else _("Everything is handed out.")
    )
    if old > LATE:
        text += " " + _("Is a worker running? Start one with: bin/regulars worker")
    return _card(_("Messages waiting"), old <= LATE, f"{count:,}", text)


def _dead() -> dict[str, object]:
    count = dead_count()
    text = _("Tried eight times and given up. Look at the error below, then deliver again.")
    return _card(
        _("Messages not delivered"),
        not count,
        f"{count:,}",
        text if count else _("Every listener has heard everything."),
    )


def _clocked(runs: list[ClockedRun]) -> dict[str, object]:
    failed = [row for row in runs if row.error]
    late = [
        row
        for row in runs
        if row.task in tasks and clock.now() - row.due_at > 2 * tasks[row.task].every + LATE
    ]
    if failed:
        text = _("Failed at their last run: %(n)s. The errors stand below.") % {"n": len(failed)}
    elif late:
        text = _("Overdue: %(n)s. Is a worker running?") % {"n": len(late)}
    else:
        text = _("Each ran when it was due.") if runs else _("Nothing has run yet.")
    return _card(_("Clocked work"), not failed and not late if runs else None, f"{len(runs)}", text)


def _refunds(rows: list[PaymentRefund]) -> dict[str, object]:
    text = _("The provider refused them. Find out why, then try again below.")
    return _card(
        _("Refunds stuck"),
        not rows,
        bounded(len(rows), MOST),
        text if rows else _("Every refund goes its way."),
    )


def _disk() -> dict[str, object]:
    use = shutil.disk_usage(settings.REGULARS_HOME)
    text = _("Free of %(all)s GB where the market's data lie.") % {"all": f"{use.total / 1e9:.0f}"}
    return _card(_("Disk"), use.free > LEAST_FREE, f"{use.free / 1e9:.1f} GB", text)


def _backup() -> dict[str, object]:
    folder = Path(settings.REGULARS_HOME) / "backups"
    last = _newest(folder)
    if last is None:
        return _card(
            _("Last backup"),
            None,
            "–",
            _("None lies in %(folder)s. Make one with:") % {"folder": folder},
            code=f"mkdir -p {folder} && bin/regulars backup {folder}/$(date +%F).tar.gz",
        )
    old = clock.now() - last
    return _card(
        _("Last backup"), old < BACKUP_AGE, age(old), _("Ago, by the newest file in the folder backups.")
    )


def _newest(folder: Path) -> datetime | None:
    times = [file.stat().st_mtime for file in folder.glob("*.tar.gz")] if folder.is_dir() else []
    return datetime.fromtimestamp(max(times), tz=clock.now().tzinfo) if times else None


def _lake() -> dict[str, object]:
    try:
        found = manifest.load(place())
    except (LakeMisplaced, OSError, ValueError) as problem:
        return _card(_("Behaviour log"), None, "–", str(problem))
    rows = sum(file.rows for file in found.files)
    text = _("Rows in %(n)s files; what arrived since the last compaction is not counted.") % {
        "n": len(found.files)
    }
    return _card(_("Behaviour log"), True, f"{rows:,}", text)


def _letter(row: Delivery) -> dict[str, object]:
    return {
        "pk": row.pk,
        "name": row.message.name,
        "listener": row.listener.rpartition(".")[2],
        "where": row.listener.rpartition(".")[0].removeprefix("regulars."),
        "message": row.message.public_id,
        "attempts": row.attempts,
        "at": row.dead_at or row.next_at,
        "error": row.error[:300],
    }


def _run(row: ClockedRun) -> dict[str, object]:
    every = tasks[row.task].every if row.task in tasks else None
    return {
        "task": chore(row.task),
        "code": row.task.removeprefix("regulars."),
        "every": age(every)
        if every and every >= timedelta(minutes=1)
        else _("under a minute")
        if every
        else "",
        "last_at": row.last_at,
        "due_at": row.due_at,
        "error": row.error[:300],
    }


def _refund(row: PaymentRefund) -> dict[str, object]:
    return {
        "id": row.public_id,
        "ref": row.ref,
        "provider": named(PROVIDERS, row.payment.provider),
        "error": row.error,
        "amount": money(row.amount_minor, row.payment.received_currency or row.payment.currency),
        "asked_at": row.asked_at,
    }


def deliver_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a dead letter back for another round of tries."""
    actor = here(request, "market.merchants")
    bring_back(by=actor, pk=pk)
    messages.success(request, _("It will be delivered again in a moment."))
    return go("console_health", to="#dead")


def refund_again(request: HttpRequest, refund_id: str) -> HttpResponse:
    """Ask the provider once more for a refund that is stuck."""
    actor = here(request, "market.money")
    payments.try_again(by=actor, refund_id=refund_id)
    messages.success(request, _("The provider is asked again in a moment."))
    return go("console_health", to="#refunds")

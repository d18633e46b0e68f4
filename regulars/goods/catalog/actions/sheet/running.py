"""An import run: the same steps whether tried or carried out, resumed where a kill left it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from itertools import islice

from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.actions.sheet.applying import apply
from regulars.goods.catalog.actions.sheet.planning import Known, Step, plan
from regulars.goods.catalog.actions.sheet.reasons import sentence
from regulars.goods.catalog.rules.sheet import COLUMNS, REQUIRED, mapping
from regulars.ground.kit import clock, idempotency
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.models import ImportReject, ImportRun
from regulars.ground.kit.refusals import BadInput
from regulars.ground.kit.sheets import Sheet, read_csv
from regulars.people.merchants.models import Store

KIND, TRIAL = "products", "products-trial"
BATCH = 200
OUTCOMES = ("created", "changed", "unchanged", "rejected")


class ColumnsMissing(BadInput):
    """The table lacks columns that every row needs. `details`: columns."""

    code = "columns-missing"
    sentence = _("The table needs at least the columns SKU and Price. Start from the template.")


def import_products(
    *, by: Actor, store: Store, content: bytes, name: str = "", dry_run: bool = False
) -> ImportRun:
    """Take products over from a CSV table; with `dry_run` only say what would happen.

    The run's `counts`: rows, created, changed, unchanged, rejected (rows). The same file again changes
    nothing. A run that was killed goes on where it stopped when the same file is sent again.
    Raises UnreadableSheet, SheetTooLarge, ColumnsMissing, NotFound, NotAllowed.
    """
    by.require("products", store.pk)
    sheet = read_csv(content)
    columns = mapping(sheet.header)
    missing = [COLUMNS[one][0] for one in REQUIRED if one not in columns]
    if missing:
        raise ColumnsMissing(param="file", columns=missing)
    # Every batch is a change of its own and safe to repeat; a request's key must not skip one of them.
    with idempotency.intending(None):
        run = begin_import(
            by=by, store=store, sheet=sheet, source=_source(content), name=name, dry_run=dry_run
        )
        _work(by, store, sheet, run)
    run.refresh_from_db()
    return run


def _source(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@action("catalog.begin_import")
def begin_import(
    *, by: Actor, store: Store, sheet: Sheet, source: str, name: str, dry_run: bool
) -> ImportRun:
    """The run of this file: a fresh one, or the one that was killed."""
    by.require("products", store.pk)
    run, _fresh = ImportRun.objects.get_or_create(
        kind=TRIAL if dry_run else KIND,
        source=source,
        store_id=store.pk,
        defaults={"person_id": by.person_id},
    )
    if run.finished_at is not None or not run.done or dry_run:
        run.rejects.all().delete()
        known = mapping(sheet.header)
        run.done = {
            "row": 0,
            "name": name[:120],
            "encoding": sheet.encoding,
            "header": list(sheet.header),
            "ignored": [one for at, one in enumerate(sheet.header) if at not in known.values()],
        }
        run.counts = dict.fromkeys(("rows", *OUTCOMES), 0)
        run.started_at, run.finished_at, run.stage = clock.now(), None, "rows"
        run.save()
    return run


def _work(by: Actor, store: Store, sheet: Sheet, run: ImportRun) -> None:
    known = Known.of(store)
    steps = (step for step in plan(sheet, store, known) if step.row.number > run.done["row"])
    while part := list(islice(steps, BATCH)):
        import_rows(by=by, store=store, run=run, steps=part, known=known)
    finish_import(by=by, store=store, run=run)


@action("catalog.import_rows", audit=False)
def import_rows(*, by: Actor, store: Store, run: ImportRun, steps: list[Step], known: Known) -> None:
    """Carry out one batch; how far the run came and what it counted is kept in the same transaction."""
    by.require("products", store.pk)
    if run.kind == KIND:
        apply(by, store, steps, known)
    seen = Counter(step.outcome for step in steps)
    seen["rows"] = len(steps)
    run.counts = {one: count + seen[one] for one, count in run.counts.items()}
    run.done = run.done | {"row": steps[-1].row.number}
    run.save(update_fields=["counts", "done"])
    rejects = [one for step in steps for one in _rejects(run, step)]
    ImportReject.objects.bulk_create(rejects, ignore_conflicts=True)


def _rejects(run: ImportRun, step: Step) -> list[ImportReject]:
    header: dict[str, int] = mapping(run.done["header"])
    content = json.dumps(step.row.cells[: len(run.done["header"])], ensure_ascii=False)
    return [
        ImportReject(
            run=run,
            sheet="",
            row=step.row.number,
            column=run.done["header"][header[fault.column]][:60] if fault.column in header else fault.column,
            reason=sentence(fault.reason)[:300],
            content=content if not place else "",
        )
        for place, fault in enumerate(step.faults)
    ]


@action("catalog.finish_import")
def finish_import(*, by: Actor, store: Store, run: ImportRun) -> None:
    """Every row has been seen."""
    by.require("products", store.pk)
    run.finished_at, run.stage = clock.now(), "finished"
    run.save(update_fields=["finished_at", "stage"])

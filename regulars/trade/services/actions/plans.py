"""A store makes plans, changes them version by version, and stops them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.people.merchants.models import Store
from regulars.trade.services.actions.refusals import PlanIncomplete, PlanStopped
from regulars.trade.services.events import ServicePlanPublished, ServicePlanStopped
from regulars.trade.services.models import Plan, PlanVersion
from regulars.trade.services.rules import BadPlan, Definition


def definition_of(values: Mapping[str, Any]) -> Definition:
    """A definition from plain values, its texts cleaned. Raises PlanIncomplete with the field as `param`."""
    cleaned = dict(values)
    for name in ("title", "title_zh"):
        cleaned[name] = plain(str(values.get(name, "")), limit=120)
    for name in ("covered", "covered_zh", "terms", "terms_zh"):
        cleaned[name] = paragraphs(str(values.get(name, "")), limit=2000)
    try:
        return Definition(**cleaned)
    except BadPlan as bad:
        raise PlanIncomplete(param=bad.field) from bad


@action("services.make_plan")
def make_plan(*, by: Actor, store: Store, values: Mapping[str, Any]) -> Plan:
    """A new plan, not sold yet. `values`: the fields of `Definition`. Needs offers. Raises PlanIncomplete."""
    by.require("offers", store.pk)
    definition = definition_of(values)
    row = Plan.objects.create(store=store, currency=store.currency)
    PlanVersion.objects.create(plan=row, number=1, body=definition.as_json(), by_id=by.person_id)
    return row


@action("services.change_plan")
def change_plan(*, by: Actor, store: Store, plan: str, values: Mapping[str, Any]) -> Plan:
    """Say anew what a plan promises: a draft is changed, a published plan gets another version.

    What was sold keeps its own. Needs offers. Raises PlanIncomplete, PlanStopped, NotFound.
    """
    by.require("offers", store.pk)
    row, definition = _locked(store, plan), definition_of(values)
    if row.stopped_at is not None:
        raise PlanStopped()
    body = definition.as_json()
    last = row.versions.get(number=row.version)
    if last.body == body:
        return row
    if row.published_at is None:
        PlanVersion.objects.filter(pk=last.pk).update(body=body, at=clock.now(), by_id=by.person_id)
        return row
    row.version += 1
    PlanVersion.objects.create(plan=row, number=row.version, body=body, by_id=by.person_id)
    Plan.objects.of(store).filter(pk=row.pk).update(version=row.version)
    note(version=row.version)
    _tell(row)
    return row


@action("services.publish_plan")
def publish_plan(*, by: Actor, store: Store, plan: str) -> Plan:
    """From now on it is sold with the goods it names. Needs offers. Raises PlanStopped, NotFound."""
    by.require("offers", store.pk)
    row = _locked(store, plan)
    if row.stopped_at is not None:
        raise PlanStopped()
    if row.published_at is None:
        row.published_at = clock.now()
        Plan.objects.of(store).filter(pk=row.pk).update(published_at=row.published_at)
        _tell(row)
    return row


@action("services.stop_plan")
def stop_plan(*, by: Actor, store: Store, plan: str) -> Plan:
    """It is sold no longer; what was sold goes on. Needs offers. Raises NotFound."""
    by.require("offers", store.pk)
    row = _locked(store, plan)
    if row.stopped_at is None:
        row.stopped_at = clock.now()
        Plan.objects.of(store).filter(pk=row.pk).update(stopped_at=row.stopped_at)
        announce(ServicePlanStopped(plan=row.public_id, store_id=row.store_id, ref=row.public_id))
    return row


def _locked(store: Store, plan: str) -> Plan:
    row = Plan.objects.of(store).select_for_update().filter(public_id=plan).first()
    if row is None:
        raise NotFound()
    return row


def _tell(row: Plan) -> None:
    announce(
        ServicePlanPublished(
            plan=row.public_id, version=row.version, store_id=row.store_id, ref=row.public_id
        )
    )

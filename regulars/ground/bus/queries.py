"""How the bus is doing."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from regulars.ground.bus.models import ClockedRun as ClockedRun
from regulars.ground.bus.models import Delivery as Delivery
from regulars.ground.bus.models import Message


def waiting() -> int:
    """Messages that no relay has handed out yet."""
    return Message.objects.filter(relayed_at=None).count()


def oldest_waiting() -> datetime | None:
    """When the oldest waiting message was announced."""
    return Message.objects.filter(relayed_at=None).order_by("id").values_list("at", flat=True).first()


def dead_letters() -> QuerySet[Delivery]:
    """Deliveries that were given up, newest first."""
    return Delivery.objects.filter(dead_at__isnull=False).select_related("message").order_by("-dead_at")


def dead_count() -> int:
    """How many deliveries were given up."""
    return Delivery.objects.filter(dead_at__isnull=False).count()


def clocked_runs() -> QuerySet[ClockedRun]:
    """Clocked tasks: when they ran, when they are due, what went wrong."""
    return ClockedRun.objects.order_by("task")


def failing() -> QuerySet[Delivery]:
    """Deliveries that will be tried again, the next one first."""
    return Delivery.objects.filter(done_at=None, dead_at=None).select_related("message").order_by("next_at")

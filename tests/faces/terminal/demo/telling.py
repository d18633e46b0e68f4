"""Picking events of a kind out of what is told; there must be some."""

from typing import TypeVar

from regulars.faces.terminal.demo.events import Event

T = TypeVar("T")


def of(kind: type[T], told: list[Event]) -> list[T]:
    """The events of one kind; a town in which none happens would prove nothing."""
    found = [event for event in told if isinstance(event, kind)]
    assert found, kind
    return found


def store_of(variant: str) -> str:
    """The store that a variant's key names."""
    return variant.split("/", 1)[0]

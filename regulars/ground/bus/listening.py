"""`@listens_to`: a function that hears a fact, once, in a transaction of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from regulars.ground.bus.facts import Fact

F = TypeVar("F", bound=Fact)
Listener = Callable[[Any], None]

listeners: dict[str, dict[str, Listener]] = defaultdict(dict)


def listens_to(fact: type[F]) -> Callable[[Callable[[F], None]], Callable[[F], None]]:
    """Register a listener. Its name (module and function) is the key by which it hears a fact once."""

    def register(function: Callable[[F], None]) -> Callable[[F], None]:
        listeners[fact.name][f"{function.__module__}.{function.__name__}"] = function
        return function

    return register

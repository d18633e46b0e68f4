"""Hooks: a named question with typed answers. A plug-in is a package with a `regulars.plugins` entry point."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
A = TypeVar("A")
log = logging.getLogger("regulars.plugins")
GROUP = "regulars.plugins"
hooks: dict[str, Hook[..., object]] = {}


@dataclass(slots=True)
class Hook(Generic[P, A]):
    """A question. Plug-ins answer with `@hook.answer`; the house asks with `hook.ask(...)`."""

    name: str
    question: str
    answers: list[Callable[P, A]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.name in hooks:
            raise ValueError(f"two hooks are called {self.name}")
        hooks[self.name] = self  # type: ignore[assignment]

    def answer(self, function: Callable[P, A]) -> Callable[P, A]:
        """Register an answer."""
        self.answers.append(function)
        return function

    def ask(self, *args: P.args, **kwargs: P.kwargs) -> list[A]:
        """All answers; one that fails is logged and left out, so that no plug-in breaks a page."""
        found: list[A] = []
        for function in self.answers:
            try:
                found.append(function(*args, **kwargs))
            except Exception:
                log.exception("plug-in answer %s to %s failed", function, self.name)
        return found


doctor: Hook[[], tuple[str, bool, str]] = Hook("ground.doctor", "What else should `regulars doctor` look at?")


def load() -> list[str]:
    """Import every installed plug-in; returns their names."""
    names = []
    for point in entry_points(group=GROUP):
        point.load()
        names.append(point.name)
    return names

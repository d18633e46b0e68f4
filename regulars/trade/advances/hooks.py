"""What apps above do when money paid ahead arrives, or does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.refusals import Refusal

Handler = Callable[[Any, Any], None]


class Lost(Refusal):
    """What was paid for can no longer be had: the money goes back. Purposes raise it, or a class of their own."""

    status = 409
    code = "lost"
    sentence = _("This can no longer be had. If you paid for it, the money goes back to you.")


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an advance is for.

    `on_paid(by, advance)` runs in the transaction of the payment and may raise Lost; `on_lapsed(by, advance)`
    in the one that ends an advance nobody paid in time.
    """

    on_paid: Handler
    on_lapsed: Handler


class Purposes:
    """The purposes that are installed, by name."""

    def __init__(self) -> None:
        self._known: dict[str, Purpose] = {}

    def register(self, name: str, *, on_paid: Handler, on_lapsed: Handler) -> None:
        """Called in an app's `ready`. The same name again replaces the purpose."""
        self._known[name] = Purpose(on_paid, on_lapsed)

    def get(self, name: str) -> Purpose:
        """The purpose of a name. Raises LookupError: nobody may take money for what nobody knows."""
        try:
            return self._known[name]
        except KeyError:
            raise LookupError(f"no app takes advances for {name!r}") from None


purposes = Purposes()

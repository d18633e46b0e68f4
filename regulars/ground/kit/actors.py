"""Who is doing it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from regulars.ground.kit.refusals import LogInFirst, NotAllowed, NotFound
from regulars.ground.kit.rights import known

Kind = Literal["guest", "shopper", "staff", "operator", "provider", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or part of the system on whose authority an action runs.

    `store_id` and `rights` are of the store the person works in (staff) or of the market (operator).
    """

    kind: Kind
    person_id: int | None = None
    store_id: int | None = None
    rights: frozenset[str] = field(default_factory=frozenset)
    label: str = ""

    def require(self, right: str, store_id: int | None = None) -> None:
        """Raise NotFound for a stranger to the store, NotAllowed for staff without the right."""
        known(right)
        if self.kind == "system":
            return
        if store_id is not None and (self.kind != "staff" or self.store_id != store_id):
            raise NotFound()
        if right not in self.rights:
            raise NotAllowed(right=right)

    def require_person(self) -> int:
        """The person's id. Raises LogInFirst."""
        if self.person_id is None:
            raise LogInFirst()
        return self.person_id

    def may(self, right: str) -> bool:
        """Whether the actor holds the right."""
        return self.kind == "system" or known(right) in self.rights


SYSTEM = Actor("system", label="system")

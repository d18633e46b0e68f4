"""What may be asked about a person beside what they did. Sensitive things are not in the list, so nobody can ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from regulars.loyalty.segments.rules.definition import N_, Is, Node, Unreadable, leaves

Type = Literal["text", "number", "yes_no", "money"]
# Under so many people of a store nobody's decade is told, whoever counts them.
FEWEST_OF_A_DECADE = 20


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something known of a person: its type, and the values it can have if they are few."""

    name: str
    type: Type
    values: tuple[str, ...] = ()


BUILT_IN = (
    Attribute("follows", "yes_no"),
    Attribute("origin", "text", ("order", "follow", "visit", "search", "share", "offer", "import")),
    Attribute("language", "text", ("en", "zh-hans")),
    Attribute("birth_decade", "number", ("1950", "1960", "1970", "1980", "1990", "2000", "2010")),
)
NUMBERS = ("ge", "le", "gt", "lt")


def check(node: Node, known: Mapping[str, Attribute]) -> None:
    """Refuse attributes nobody knows and comparisons that make no sense. Raises Unreadable."""
    for leaf in leaves(node):
        if isinstance(leaf, Is):
            _checked(leaf, known)


def _checked(leaf: Is, known: Mapping[str, Attribute]) -> None:
    attribute = known.get(leaf.attribute)
    if attribute is None:
        raise Unreadable(
            N_("Nothing called %(name)s is known of people. Known: %(known)s."),
            name=leaf.attribute,
            known=", ".join(sorted(known)),
        )
    if leaf.op in NUMBERS and attribute.type not in ("number", "money"):
        raise Unreadable(N_("%(name)s is no number and cannot be larger or smaller."), name=leaf.attribute)
    if leaf.op == "eq" and not isinstance(leaf.value, _python(attribute)):
        raise Unreadable(N_("%(name)s wants a value of another type."), name=leaf.attribute)


def _python(attribute: Attribute) -> type:
    return {"text": str, "number": int, "money": int, "yes_no": bool}[attribute.type]

"""What somebody typed into an address form: kept as it was, with what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import gettext as _

PARTS = ("recipient", "phone", "street", "city", "region", "postcode", "country")
NEW = "new"
COUNTRY = "CN"


@dataclass(slots=True)
class Typed:
    """Values and errors by field name; `address_id` is "" for an address typed in."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    address_id: str = ""
    keep: bool = True

    @property
    def address(self) -> dict[str, str]:
        """The address typed in."""
        return {part: self.values.get(part, "") for part in PARTS}

    @property
    def summary(self) -> list[dict[str, str]]:
        """The errors for the top of the page, each leading to its field."""
        return [{"text": text, "href": f"#f-{name}"} for name, text in self.errors.items()]


def blank(saved: bool) -> Typed:
    """An empty form; with saved addresses the newest one is chosen by the page."""
    return Typed({"country": COUNTRY}, address_id="" if not saved else "first")


def read(request: HttpRequest, guest: bool) -> Typed:
    """The form as sent. What is missing is told all at once."""
    post = request.POST
    chosen = "" if guest else post.get("address_id", "")
    typed = Typed(
        {name: post.get(name, "")[:400] for name in (*PARTS, "email")},
        address_id="" if chosen == NEW else chosen,
        keep="keep" in post,
    )
    if not typed.address_id:
        typed.errors = missing(typed.values, guest)
    return typed


def missing(values: Mapping[str, str], guest: bool) -> dict[str, str]:
    """What still has to be filled in."""
    needed = {
        "recipient": _("Who receives the parcel?"),
        "phone": _("Give a phone number for the delivery."),
        "street": _("Give the street and the house number."),
        "city": _("Give the city."),
    }
    if guest:
        needed["email"] = _("Give an e-mail address: the link to your order goes there.")
    return {name: text for name, text in needed.items() if not values.get(name, "").strip()}

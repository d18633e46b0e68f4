"""A shopper's browser in tests: it sends forms as the pages do and reads what they show."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from regulars.ground.kit.ids import new_id
from regulars.trade.orders.models import OrderGroup

ADDRESS = {
    "recipient": "Alice Lin",
    "phone": "13800001234",
    "street": "1 Plum Lane",
    "city": "Yixing",
    "country": "CN",
}


class Phone(Client):
    """A browser that keeps cookies and gives every form its own key."""

    def send(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        """POST a form."""
        return self.post(path, {"idempotency_key": new_id("key")} | (data or {}), **more)

    def see(self, path: str, status: int = 200) -> str:
        """GET a page as text."""
        response = self.get(path)
        assert response.status_code == status, (path, response.status_code)
        return unescape(response.content.decode())

    def add(self, variant: Any, quantity: int = 1, **more: Any) -> Any:
        """Put pieces into the basket."""
        return self.send("/basket/add", {"variant": variant.public_id, "quantity": quantity} | more)

    def total(self, currency: str = "CNY") -> int:
        """The total that the check-out shows."""
        found = re.search(r'name="expected_total_minor" value="(\d+)"', self.see(f"/checkout/{currency}/"))
        assert found
        return int(found[1])

    def order(self, currency: str = "CNY", **changes: Any) -> OrderGroup:
        """Check out what is chosen."""
        form = ADDRESS | {"expected_total_minor": self.total(currency)} | changes
        response = self.send(f"/checkout/{currency}/", form)
        assert response.status_code == 303, response.content.decode()[:3000]
        return OrderGroup.objects.get(public_id=response["Location"].split("/")[2])

    def to_provider(self, group: OrderGroup) -> str:
        """Start to pay; the address of the provider's page."""
        response = self.send(f"/pay/{group.public_id}/start", {"provider": "test"})
        assert response.status_code == 303, response.content.decode()[:3000]
        return str(response["Location"])

    def press(self, provider_page: str, button: str = "pay") -> str:
        """Press a button of the test provider; the page one comes back to."""
        response = self.post(f"{provider_page}/decide", {"button": button})
        assert response.status_code == 303
        return self.see(response["Location"])

    def pay(self, group: OrderGroup, button: str = "pay") -> str:
        """Pay a group; the page one comes back to."""
        return self.press(self.to_provider(group), button)


def logged_in(person: Any) -> Phone:
    """The browser of somebody with an account."""
    phone = Phone()
    phone.force_login(person)
    return phone

"""How allauth's flows fit this market."""

from __future__ import annotations

import os
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm as BaseSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.actors import Actor
from regulars.ground.kit.sanitize import plain
from regulars.trade.orders import actions as orders

PASSWORD = "regulars-demo"


class SignupForm(BaseSignupForm):  # type: ignore[misc]
    """E-mail, password and, if one likes, a name."""

    name = forms.CharField(label=_("Name (optional)"), max_length=80, required=False)
    field_order = ("email", "password1", "name")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """E-mail is the log-in name; what was put in the basket before stays."""

    def save_user(self, request: Any, user: Any, form: Any, commit: bool = True) -> Any:
        """Fill a new person from the sign-up form."""
        user.email = form.cleaned_data["email"].lower()
        user.name = plain(form.cleaned_data.get("name", ""), limit=80)
        user.language = getattr(request, "LANGUAGE_CODE", "en")
        password = form.cleaned_data.get("password1")
        user.set_password(password)
        if commit:
            user.save()
        return user

    def post_login(self, request: Any, user: Any, **kwargs: Any) -> Any:
        """Carry the visitor's basket over."""
        if request.visitor:
            orders.merge_baskets(by=Actor("shopper", person_id=user.pk), visitor=request.visitor)
        return super().post_login(request, user, **kwargs)


def demo_cards() -> list[dict[str, str]]:
    """One-click log-ins, in the demo town only."""
    if os.environ.get("REGULARS_DEMO") != "1":
        return []
    rows = (
        ("Alice", _("Shopper"), _("A regular of several stores."), "alice", "/", "basket"),
        ("Mei", _("Merchant"), _("Owns Purple Clay House."), "mei", "/desk/", "store"),
        ("Lin", _("Reception"), _("Works for Mei and may answer shoppers."), "lin", "/desk/", "people"),
        ("Olga", _("Operator"), _("Runs the market."), "olga", "/console/", "shield"),
    )
    return [
        {
            "name": name, "role": str(role), "text": str(text), "email": f"{who}@example.com",
            "password": PASSWORD, "next": home, "icon": icon,
        }
        for name, role, text, who, home, icon in rows
    ]  # fmt: skip

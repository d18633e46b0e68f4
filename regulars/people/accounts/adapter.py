"""How allauth's flows fit our persons."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

from regulars.people.accounts.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """E-mail is the log-in name; a name is optional."""

    def save_user(self, request: Any, user: Person, form: Any, commit: bool = True) -> Person:
        user.email = form.cleaned_data["email"].lower()
        user.name = form.cleaned_data.get("name", "")
        user.language = getattr(request, "LANGUAGE_CODE", "en")
        password = form.cleaned_data.get("password1")
        user.set_password(password)
        if commit:
            user.save()
        return user

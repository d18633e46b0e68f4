"""Who someone is."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Persons, their addresses and market-wide roles."""

    name = "regulars.people.accounts"
    label = "accounts"

"""What an upgrade does for people who held roles before e-mails were confirmed."""

from __future__ import annotations

from importlib import import_module

from allauth.account.models import EmailAddress
from django.apps import apps

from regulars.people.accounts.queries import is_proven
from tests.town import Town

MIGRATION = import_module("regulars.people.merchants.migrations.0003_who_works_is_proven")


def test_who_works_already_is_proven_and_nobody_else(town: Town) -> None:
    EmailAddress.objects.all().delete()
    EmailAddress.objects.create(user=town.lin, email="lin@example.com", verified=False, primary=True)
    EmailAddress.objects.create(user=town.bob, email="oscar@example.com", verified=True)
    MIGRATION.prove(apps, None)
    proven = [
        name
        for name in ("alice", "bob", "mei", "ravi", "lin", "olga", "oscar")
        if is_proven(getattr(town, name))
    ]
    assert proven == ["mei", "ravi", "lin", "olga"]
    assert EmailAddress.objects.filter(user=town.lin).count() == 1
    MIGRATION.prove(apps, None)
    assert EmailAddress.objects.count() == 5

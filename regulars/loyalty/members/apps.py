"""Each store's members."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Programmes, members, their tiers and points."""

    name = "regulars.loyalty.members"
    label = "members"

"""Stores and the people who work in them."""

from django.apps import AppConfig


class MerchantsConfig(AppConfig):
    """Stores, staff, suspensions."""

    name = "regulars.people.merchants"
    label = "merchants"

"""Addresses of the day's work, below /desk/<store>/."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

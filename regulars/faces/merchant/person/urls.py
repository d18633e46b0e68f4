"""Addresses of one customer, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.merchant.person import contact, timeline

urlpatterns = [
    path("customers/<str:customer_id>/timeline/", read(timeline.timeline), name="desk_customer_timeline"),
    path("customers/<str:customer_id>/contact", post(contact.show_contact), name="desk_customer_contact"),
]

"""Addresses of the store's journeys, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.merchant.journeys import doing, editing, lists, one, people

urlpatterns = [
    path("journeys/", read(lists.index), name="desk_journeys"),
    path("journeys/new", post(doing.new), name="desk_journey_new"),
    path("journeys/<str:journey_id>/", read(one.journey), name="desk_journey"),
    path("journeys/<str:journey_id>/do", post(doing.do), name="desk_journey_do"),
    path("journeys/<str:journey_id>/settings/", editing.settings, name="desk_journey_settings"),
    path("journeys/<str:journey_id>/steps/<str:step_id>/", editing.step, name="desk_journey_step"),
    path("journeys/<str:journey_id>/people/", read(people.index), name="desk_journey_people"),
    path("journeys/<str:journey_id>/people/<str:traveller_id>/", read(people.log), name="desk_journey_log"),
    path("customers/<str:customer_id>/journeys", read(people.of_customer), name="desk_customer_journeys"),
]

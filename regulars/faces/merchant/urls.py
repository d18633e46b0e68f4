"""Addresses of the workbench: the way in, then everything of one store below its id."""

from __future__ import annotations

from django.urls import include, path

from regulars.faces.merchant.agreements import urls as agreements
from regulars.faces.merchant.daily import urls as daily
from regulars.faces.merchant.journeys import urls as journeys
from regulars.faces.merchant.messages import urls as messages
from regulars.faces.merchant.opening import urls as opening
from regulars.faces.merchant.pages import urls as pages
from regulars.faces.merchant.people import urls as people
from regulars.faces.merchant.person import urls as person
from regulars.faces.merchant.placing import urls as placing
from regulars.faces.merchant.presales import urls as presales
from regulars.faces.merchant.shop import urls as shop
from regulars.faces.merchant.surveys import urls as surveys

urlpatterns = [
    *opening.urlpatterns,
    path(
        "<str:store_id>/",
        include(
            [
                *agreements.urlpatterns,
                *daily.urlpatterns,
                *journeys.urlpatterns,
                *messages.urlpatterns,
                *pages.urlpatterns,
                *people.urlpatterns,
                *person.urlpatterns,
                *placing.urlpatterns,
                *presales.urlpatterns,
                *shop.urlpatterns,
                *surveys.urlpatterns,
            ]
        ),
    ),
]

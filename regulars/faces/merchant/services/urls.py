"""Addresses of the store's service plans, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.merchant.services import answering, claims, editing, plans

both = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("offers/services/", read(plans.index), name="desk_services"),
    path("offers/services/new/", both(editing.new), name="desk_service_new"),
    path("offers/services/claims/", read(claims.index), name="desk_service_claims"),
    path("offers/services/claims/<str:claim_id>/", read(claims.one), name="desk_service_claim"),
    path("offers/services/claims/<str:claim_id>/do", post(answering.do), name="desk_service_claim_do"),
    path("offers/services/<str:plan_id>/", read(plans.one), name="desk_service"),
    path("offers/services/<str:plan_id>/change/", both(editing.change), name="desk_service_change"),
    path("offers/services/<str:plan_id>/state", post(plans.change_state), name="desk_service_state"),
]

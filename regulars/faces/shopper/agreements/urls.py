"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.shopper.agreements import asking, views

both = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns: list[URLPattern] = [
    path("agreements/", never_cache(read(views.mine)), name="my_agreements"),
    path("agreements/ask/<str:form_id>/", never_cache(both(asking.ask)), name="agreement_ask"),
    path("agreements/<str:agreement_id>/", never_cache(read(views.agreement)), name="agreement"),
    path("agreements/<str:agreement_id>/do", post(views.do), name="agreement_do"),
    path(
        "agreements/<str:agreement_id>/propose/", never_cache(both(views.propose)), name="agreement_propose"
    ),
    path(
        "agreements/<str:agreement_id>/versions/<int:number>/",
        never_cache(read(views.version)),
        name="agreement_version",
    ),
    path("agreements/<str:agreement_id>/photos/<str:photo_id>", read(views.photo), name="agreement_photo"),
]

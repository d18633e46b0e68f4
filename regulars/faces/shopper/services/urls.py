"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.shopper.services import choosing, claiming, mine, pictures

urlpatterns: list[URLPattern] = [
    path("basket/lines/<slug:line>/plan", post(choosing.choose), name="basket_plan"),
    path("me/services/", never_cache(read(mine.index)), name="my_services"),
    path("services/<slug:contract>/", never_cache(read(mine.page)), name="my_service"),
    path("services/<slug:contract>/claim", post(claiming.claim), name="service_claim"),
    path("services/claims/<slug:claim>/do", post(claiming.do), name="service_claim_do"),
    path("services/pictures/<slug:picture_id>", read(pictures.picture), name="service_picture"),
]

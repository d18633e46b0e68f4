"""Every address, face by face."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from regulars.faces.shopper import joining
from regulars.goods.media.serve import media_view
from regulars.wiring.guide import guide
from regulars.wiring.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("i18n/setlang/", set_language, name="set_language"),
    path("media/<str:name>", media_view, name="media"),
    path("account/signup/code/", joining.code, name="account_signup_code"),
    path("account/", include("allauth.urls")),
    path("look/", guide, name="look_guide"),
    path("desk/", include("regulars.faces.merchant.urls")),
    path("console/", include("regulars.faces.operator.urls")),
    path("", include("regulars.faces.shopper.urls")),
]
handler404 = "regulars.faces.look.answers.not_found"
handler429 = "regulars.faces.shopper.adapter.too_many"
handler500 = "regulars.faces.look.answers.broken"

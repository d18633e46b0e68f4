"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.shopper.asking import survey

both = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns: list[URLPattern] = [
    path("me/surveys/", read(survey.mine), name="my_surveys"),
    path("survey/<str:survey_id>/", never_cache(both(survey.survey)), name="survey"),
    path("survey/<str:survey_id>/later", post(survey.later), name="survey_later"),
]

"""Addresses of the store's surveys, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.merchant.surveys import behind, doing, editing, lists, one, questions

urlpatterns = [
    path("surveys/", read(lists.index), name="desk_surveys"),
    path("surveys/begin", post(doing.begin), name="desk_survey_begin"),
    path("surveys/new/", editing.new, name="desk_survey_new"),
    path("surveys/<str:survey_id>/", read(one.survey), name="desk_survey"),
    path("surveys/<str:survey_id>/edit/", editing.edit, name="desk_survey_edit"),
    path("surveys/<str:survey_id>/preview/", read(one.preview), name="desk_survey_preview"),
    path("surveys/<str:survey_id>/do", post(doing.do), name="desk_survey_do"),
    path("surveys/<str:survey_id>/answers.csv", read(lists.table), name="desk_survey_csv"),
    path("surveys/<str:survey_id>/questions/new/", questions.new, name="desk_question_new"),
    path("surveys/<str:survey_id>/questions/<str:question_id>/", questions.edit, name="desk_question"),
    path(
        "surveys/<str:survey_id>/questions/<str:question_id>/<str:pick>/people/",
        behind.people,
        name="desk_survey_people",
    ),
]

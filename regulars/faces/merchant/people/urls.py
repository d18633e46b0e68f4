"""Addresses of the store's people, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.merchant.people import (
    behind,
    cohorts,
    customer,
    editing,
    figures,
    forecast,
    groups,
    members,
    overview,
    programme,
    sources,
)

urlpatterns = [
    path("customers/<str:customer_id>/standing", read(customer.standing), name="desk_customer_standing"),
    path("customers/<str:customer_id>/tag", post(customer.tag), name="desk_customer_tag"),
    path("customers/<str:customer_id>/untag", post(customer.untag), name="desk_customer_untag"),
    path("people/", read(overview.overview), name="desk_people"),
    path("people/forecast/", read(forecast.page), name="desk_forecast"),
    path("people/cohorts/", read(cohorts.page), name="desk_cohorts"),
    path("people/cohorts/use", post(cohorts.use), name="desk_cohorts_use"),
    path("people/figures/", read(figures.index), name="desk_figures"),
    path("people/figures/<str:name>.csv", read(figures.table), name="desk_figure_csv"),
    path("people/figures/<str:name>.json", read(figures.plain), name="desk_figure_json"),
    path("people/figures/<str:name>/", read(figures.one), name="desk_figure"),
    path("people/sources/", read(sources.index), name="desk_sources"),
    path("people/behind/", read(behind.behind), name="desk_people_behind"),
    path("people/behind/keep", post(behind.keep_list), name="desk_people_keep"),
    path("people/members/", read(members.index), name="desk_members"),
    path("people/members/rules/", programme.rules, name="desk_programme"),
    path("people/members/close", post(programme.close), name="desk_programme_close"),
    path("people/members/reopen", post(programme.reopen), name="desk_programme_reopen"),
    path("people/groups/", read(groups.index), name="desk_groups"),
    path("people/groups/new/", editing.new, name="desk_group_new"),
    path("people/groups/size", read(editing.live), name="desk_group_size"),
    path("people/groups/upload/", groups.upload, name="desk_group_upload"),
    path("people/groups/<str:segment_id>/", read(groups.one), name="desk_group"),
    path("people/groups/<str:segment_id>/people.csv", read(groups.table), name="desk_group_csv"),
    path("people/groups/<str:segment_id>/edit/", editing.edit, name="desk_group_edit"),
    path("people/groups/<str:segment_id>/archive", post(groups.archive), name="desk_group_archive"),
    path("people/groups/<str:segment_id>/refresh", post(groups.refresh), name="desk_group_refresh"),
]

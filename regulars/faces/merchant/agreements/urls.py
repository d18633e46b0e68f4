"""Addresses."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.merchant.agreements import forms, views

both = require_http_methods(["GET", "HEAD", "POST"])
AT = "offers/agreements"
ONE = f"{AT}/<str:agreement_id>"

urlpatterns = [
    path(f"{AT}/", read(views.index), name="desk_agreements"),
    path(f"{AT}/calendar/", read(views.calendar), name="desk_agreement_days"),
    path(f"{AT}/all/", read(views.everything), name="desk_agreement_all"),
    path(f"{AT}/forms/", read(forms.index), name="desk_quote_forms"),
    path(f"{AT}/forms/new/", both(forms.new), name="desk_quote_form_new"),
    path(f"{AT}/forms/<str:form_id>/", both(forms.edit), name="desk_quote_form"),
    path(f"{AT}/forms/<str:form_id>/do", post(forms.do), name="desk_quote_form_do"),
    path(f"{ONE}/", read(views.agreement), name="desk_agreement"),
    path(f"{ONE}/do", post(views.do), name="desk_agreement_do"),
    path(f"{ONE}/propose/", both(views.propose), name="desk_agreement_propose"),
    path(f"{ONE}/versions/<int:number>/", read(views.version), name="desk_agreement_version"),
    path(f"{ONE}/photos/<str:photo_id>", read(views.photo), name="desk_agreement_photo"),
]

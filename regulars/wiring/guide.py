"""The style guide, where demo pages are shown."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.faces.look.guide import desk_sample, sample
from regulars.ground.kit.refusals import NotFound


def guide(request: HttpRequest) -> HttpResponse:
    """Every component with sample data; `?desk` for the workbench's. Only in the demo town."""
    if not settings.DEMO:
        raise NotFound()
    if "desk" in request.GET:
        return render(request, "look/guide_desk.html", desk_sample())
    return render(request, "look/guide.html", sample())

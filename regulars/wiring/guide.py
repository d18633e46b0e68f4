"""The style guide, where demo pages are shown."""

from __future__ import annotations

import os

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.faces.look.guide import desk_sample, sample
from regulars.ground.kit.refusals import NotFound


def guide(request: HttpRequest) -> HttpResponse:
    """Every component with sample data; `?desk` for the workbench's. Only in the demo town."""
    if os.environ.get("REGULARS_DEMO") != "1":
        raise NotFound()
    if "desk" in request.GET:
        return render(request, "look/guide_desk.html", desk_sample())
    return render(request, "look/guide.html", sample())

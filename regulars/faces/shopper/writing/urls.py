"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.shopper.writing import inbox, unsubscribing, writers

both = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns: list[URLPattern] = [
    path("me/inbox/", read(inbox.inbox), name="my_inbox"),
    path("me/inbox/<str:contact>/", read(inbox.message), name="my_message"),
    path("me/inbox/<str:contact>/open", post(inbox.opened), name="my_message_open"),
    path("me/writers/", read(writers.writers), name="my_writers"),
    path("me/writers/silence", post(writers.silence), name="my_writers_silence"),
    path("me/writers/<slug:slug>", post(writers.switched), name="my_writer"),
    path("unsubscribe/<str:token>/", both(unsubscribing.unsubscribe), name="unsubscribe"),
]

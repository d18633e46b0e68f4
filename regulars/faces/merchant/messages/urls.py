"""Addresses of the store's messages, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.merchant.messages import doing, editing, lists, one

urlpatterns = [
    path("messages/", read(lists.index), name="desk_messages"),
    path("messages/new/", editing.new, name="desk_message_new"),
    path("messages/<str:message_id>/", read(one.message), name="desk_message"),
    path("messages/<str:message_id>/edit/", editing.edit, name="desk_message_edit"),
    path("messages/<str:message_id>/do", post(doing.do), name="desk_message_do"),
    path("messages/<str:message_id>/log/", read(lists.log), name="desk_message_log"),
]

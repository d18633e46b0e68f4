"""Addresses of the market's pages while they are built."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.operator.pages import views

urlpatterns = [
    path("pages/", read(views.index), name="console_pages"),
    path("pages/<str:key>/", read(views.page), name="console_page"),
    path("pages/<str:key>/do", post(views.do), name="console_page_do"),
    path("pages/<str:key>/blocks/<str:block_id>", post(views.block), name="console_page_block"),
    path("pages/<str:key>/publish", post(views.publish), name="console_page_publish"),
    path("pages/<str:key>/history/", read(views.history), name="console_page_history"),
    path("pages/<str:key>/back", post(views.turn_back), name="console_page_back"),
]

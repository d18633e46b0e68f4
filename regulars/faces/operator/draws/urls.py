"""Addresses of lotteries, trials and reviews in the console."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.operator.draws import views

urlpatterns = [
    path("lotteries/", read(views.lotteries), name="console_lotteries"),
    path("lotteries/<str:lottery_id>/stop", post(views.stop_lottery), name="console_lottery_stop"),
    path("trials/", read(views.trials), name="console_trials"),
    path("trials/<str:trial_id>/stop", post(views.stop_trial), name="console_trial_stop"),
    path("reviews/", read(views.index), name="console_reviews"),
    path("reviews/<str:review_id>/judge", post(views.judge), name="console_review_judge"),
]

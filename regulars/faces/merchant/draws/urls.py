"""Addresses of lotteries, trials and reviews, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.merchant.draws import lists, lottery, reviews, trial

urlpatterns = [
    path("offers/lotteries/", read(lists.index), name="desk_lotteries"),
    path("offers/lotteries/new/", lottery.new, name="desk_lottery_new"),
    path("offers/lotteries/<str:lottery_id>/", read(lottery.one), name="desk_lottery"),
    path("offers/lotteries/<str:lottery_id>/edit/", lottery.edit, name="desk_lottery_edit"),
    path("offers/lotteries/<str:lottery_id>/prize", post(lottery.prize), name="desk_lottery_prize"),
    path("offers/lotteries/<str:lottery_id>/do", post(lottery.do), name="desk_lottery_do"),
    path("offers/lotteries/<str:lottery_id>/lots/", read(lists.entrants), name="desk_lottery_lots"),
    path("offers/trials/new/", trial.new, name="desk_trial_new"),
    path("offers/trials/<str:trial_id>/", read(trial.one), name="desk_trial"),
    path("offers/trials/<str:trial_id>/edit/", trial.edit, name="desk_trial_edit"),
    path("offers/trials/<str:trial_id>/do", post(trial.do), name="desk_trial_do"),
    path("reviews/", read(reviews.index), name="desk_reviews"),
    path("reviews/<str:review_id>/answer", post(reviews.answer), name="desk_review_answer"),
]

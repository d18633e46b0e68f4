"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.shopper.draws import lotteries, mine, proofs, reviews, trials

both = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns: list[URLPattern] = [
    path("lotteries/", read(lotteries.index), name="lotteries"),
    path("lotteries/<str:lottery_id>/", read(lotteries.lottery), name="lottery"),
    path("lotteries/<str:lottery_id>/enter", post(lotteries.enter), name="lottery_enter"),
    path("lotteries/<str:lottery_id>/proof/", read(proofs.of_lottery), name="lottery_proof"),
    path("lotteries/<str:lottery_id>/proof.json", read(proofs.lottery_file), name="lottery_proof_file"),
    path("trials/<str:trial_id>/", read(trials.trial), name="trial"),
    path("trials/<str:trial_id>/apply", post(trials.apply), name="trial_apply"),
    path("trials/<str:trial_id>/proof/", read(proofs.of_trial), name="trial_proof"),
    path("trials/<str:trial_id>/proof.json", read(proofs.trial_file), name="trial_proof_file"),
    path("me/draws/", read(mine.mine), name="my_draws"),
    path("me/prizes/<str:win_id>/take", post(lotteries.take), name="prize_take"),
    path("me/trials/<str:application_id>/report/", never_cache(both(reviews.report)), name="trial_report"),
    path("p/<slug:public_id>/reviews/", read(reviews.all_of_product), name="product_reviews"),
    path("p/<slug:public_id>/review/", never_cache(both(reviews.write)), name="review_write"),
]

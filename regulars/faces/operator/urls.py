"""Addresses of the console."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.operator import (
    agreements,
    brands,
    commissions,
    confirming,
    disputes,
    faces,
    health,
    ledger,
    lengths,
    orders,
    overview,
    payout_page,
    payouts,
    people,
    searching,
    service_claims,
    shelves,
    stores,
    trail,
    uncleared,
)
from regulars.faces.operator.draws import urls as draws
from regulars.faces.operator.experiments import views as experiments
from regulars.faces.operator.lists import acting as lists_acting
from regulars.faces.operator.lists import look as lists_look
from regulars.faces.operator.lists import views as lists
from regulars.faces.operator.offers import foretelling as offers_ahead
from regulars.faces.operator.offers import guard
from regulars.faces.operator.offers import trying as offers_tried
from regulars.faces.operator.offers import views as offers
from regulars.faces.operator.pages import urls as pages
from regulars.faces.operator.placing import urls as placing

both = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("", read(overview.overview), name="console"),
    path("confirm/", both(confirming.confirm), name="console_confirm"),
    path("orders/", read(orders.index), name="console_orders"),
    path("orders/of/<str:ref>/", read(orders.behind), name="console_behind"),
    path("orders/<str:order_id>/", read(orders.one), name="console_order"),
    path("disputes/", read(disputes.index), name="console_disputes"),
    path("disputes/<str:back_id>/", read(disputes.one), name="console_dispute"),
    path("disputes/<str:back_id>/decide", post(disputes.decide), name="console_decide"),
    path("service-claims/", read(service_claims.index), name="console_service_claims"),
    path("service-claims/<str:claim_id>/", read(service_claims.one), name="console_service_claim"),
    path(
        "service-claims/<str:claim_id>/decide",
        post(service_claims.decide),
        name="console_service_claim_decide",
    ),
    path("agreements/", read(agreements.index), name="console_agreements"),
    path("agreements/<str:agreement_id>/", read(agreements.one), name="console_agreement"),
    path("agreements/<str:agreement_id>/decide", post(agreements.decide), name="console_agreement_decide"),
    path(
        "agreements/<str:agreement_id>/versions/<int:number>/",
        read(agreements.version),
        name="console_agreement_version",
    ),
    path(
        "agreements/<str:agreement_id>/photos/<str:photo_id>/",
        read(agreements.photo),
        name="console_agreement_photo",
    ),
    path("offers/", read(offers.index), name="console_offers"),
    path("offers/new/<slug:kind>/", both(offers.new), name="console_offer_new"),
    path("offers/<str:offer_id>/", read(offers.one), name="console_offer"),
    path("offers/<str:offer_id>/change/", both(offers.change), name="console_offer_change"),
    path("offers/<str:offer_id>/check/", both(guard.check), name="console_offer_check"),
    path("offers/<str:offer_id>/forecast/", both(offers_ahead.forecast), name="console_offer_forecast"),
    path("offers/<str:offer_id>/try/", read(offers_tried.as_a_person), name="console_offer_try"),
    path("offers/<str:offer_id>/state", post(offers.change_state), name="console_offer_state"),
    path("stores/", read(stores.index), name="console_stores"),
    path("stores/<str:store_id>/", read(stores.one), name="console_store"),
    path("stores/<str:store_id>/statement/", read(stores.account), name="console_statement"),
    path("stores/<str:store_id>/suspend", post(stores.suspend), name="console_suspend"),
    path("stores/<str:store_id>/restore", post(stores.restore), name="console_restore"),
    path("categories/", read(shelves.index), name="console_shelves"),
    path("categories/add", post(shelves.add), name="console_shelf_add"),
    path("categories/<str:category_id>/", read(shelves.one), name="console_shelf"),
    path("categories/<str:category_id>/change", post(shelves.change), name="console_shelf_change"),
    path("categories/<str:category_id>/retire", post(shelves.retire), name="console_shelf_retire"),
    path("lists/", read(lists.index), name="console_lists"),
    path("lists/new/", both(lists.new), name="console_list_new"),
    path("lists/<str:list_id>/", read(lists.one), name="console_list"),
    path("lists/<str:list_id>/look/", read(lists_look.look), name="console_list_look"),
    path("lists/<str:list_id>/do", post(lists_acting.act), name="console_list_do"),
    path("searches/", read(searching.looked), name="console_looked_for"),
    path("synonyms/", read(searching.synonyms), name="console_synonyms"),
    path("synonyms/add", post(searching.add), name="console_synonym_add"),
    path("synonyms/<str:synonym_id>/end", post(searching.end), name="console_synonym_end"),
    path("stages/", read(lengths.index), name="console_lengths"),
    path("stages/<str:category_id>/", read(lengths.one), name="console_length"),
    path("stages/<str:category_id>/change", post(lengths.change), name="console_length_change"),
    path("faces/", read(faces.index), name="console_faces"),
    path("experiments/", read(experiments.index), name="console_experiments"),
    path("experiments/new/", both(experiments.new), name="console_experiment_new"),
    path("experiments/<str:experiment_id>/", read(experiments.one), name="console_experiment"),
    path("experiments/<str:experiment_id>/stop", post(experiments.stop), name="console_experiment_stop"),
    path("brands/", read(brands.index), name="console_brands"),
    path("brands/add", post(brands.add), name="console_brand_add"),
    path("brands/<str:slug>/retire", post(brands.retire), name="console_brand_retire"),
    path("commission/", read(commissions.index), name="console_commissions"),
    path("commission/new/", both(commissions.new), name="console_commission_new"),
    path("commission/<str:rule_id>/end", post(commissions.end), name="console_commission_end"),
    path("ledger/", read(ledger.index), name="console_ledger"),
    path("ledger/books/", read(ledger.books), name="console_books"),
    path("ledger/<str:entry_id>/", read(ledger.one), name="console_entry"),
    path("uncleared/", read(uncleared.index), name="console_uncleared"),
    path("uncleared/transit/", read(uncleared.transit), name="console_transit"),
    path("uncleared/<str:discrepancy_id>/", read(uncleared.one), name="console_discrepancy"),
    path("uncleared/<str:discrepancy_id>/resolve", post(uncleared.resolve), name="console_resolve"),
    path("payouts/", read(payouts.index), name="console_payouts"),
    path("payouts/plan/", read(payouts.plan), name="console_payout_plan"),
    path("payouts/prepare", post(payouts.prepare), name="console_payouts_prepare"),
    path("payouts/send", post(payouts.send), name="console_payouts_send"),
    path("payouts/<str:payout_id>/", read(payout_page.one), name="console_payout"),
    path("payouts/<str:payout_id>/approve", post(payout_page.approve), name="console_payout_approve"),
    path("payouts/<str:payout_id>/return", post(payout_page.give_back), name="console_payout_return"),
    path("payouts/<str:payout_id>/again", post(payout_page.again), name="console_payout_again"),
    path("payouts/<str:payout_id>/close", post(payout_page.close), name="console_payout_close"),
    *placing.urlpatterns,
    *draws.urlpatterns,
    path("health/", read(health.health), name="console_health"),
    path("health/letters/<int:pk>/again", post(health.deliver_again), name="console_redeliver"),
    path("health/refunds/<str:refund_id>/again", post(health.refund_again), name="console_refund_again"),
    path("audit/", read(trail.index), name="console_audit"),
    *pages.urlpatterns,
    path("people/", read(people.index), name="console_people"),
    path("people/grant", post(people.grant), name="console_grant"),
    path("people/withdraw", post(people.withdraw), name="console_withdraw"),
]

"""Addresses of what the store is, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.merchant.shop import export, find, importing, product, products, settings, staff, stock
from regulars.faces.merchant.shop.offers import (
    calendar,
    foretelling,
    holders,
    kinds,
    lists,
    outcome,
    trying,
    views,
)

urlpatterns = [
    path("find/", read(find.find), name="desk_find"),
    path("products/", read(products.index), name="desk_products"),
    path("products/many", post(products.many), name="desk_products_many"),
    path("products/list.csv", read(products.table), name="desk_products_csv"),
    path("products/new/", product.new, name="desk_product_new"),
    path("products/import/", importing.start, name="desk_import"),
    path("products/import/template.csv", read(importing.template), name="desk_import_template"),
    path("products/import/all.csv", read(importing.everything), name="desk_import_all"),
    path("products/import/<str:run_id>/", importing.run, name="desk_import_run"),
    path("products/import/<str:run_id>/rejected.csv", read(importing.rejected), name="desk_import_rejected"),
    path("products/<str:product_id>/", product.edit, name="desk_product"),
    path("products/<str:product_id>/state", post(product.change_state), name="desk_product_state"),
    path("products/<str:product_id>/stock/", stock.adjust, name="desk_stock"),
    path("products/<str:product_id>/prices/", read(stock.prices), name="desk_prices"),
    path("offers/", read(calendar.home), name="desk_offers"),
    path("offers/new/", read(kinds.choose), name="desk_offer_choose"),
    path("offers/new/<slug:plan_key>/", views.new, name="desk_offer_new"),
    path("offers/preview/<slug:plan_key>", post(views.preview), name="desk_offer_preview"),
    path("offers/across/", read(lists.across), name="desk_offers_across"),
    path("offers/across/<str:offer_id>", post(lists.take_part), name="desk_offer_part"),
    path("offers/<str:offer_id>/", views.one, name="desk_offer"),
    path("offers/<str:offer_id>/try/", read(trying.as_a_person), name="desk_offer_try"),
    path("offers/<str:offer_id>/forecast/", foretelling.forecast, name="desk_offer_forecast"),
    path("offers/<str:offer_id>/results/", read(outcome.results), name="desk_offer_results"),
    path("offers/<str:offer_id>/state", post(views.change_state), name="desk_offer_state"),
    path("offers/<str:offer_id>/codes/", holders.codes, name="desk_offer_codes"),
    path("offers/<str:offer_id>/codes.csv", read(holders.codes_csv), name="desk_offer_codes_csv"),
    path("offers/<str:offer_id>/people/", holders.people, name="desk_offer_people"),
    path("staff/", staff.index, name="desk_staff"),
    path("staff/acts/", read(staff.acts), name="desk_acts"),
    path("staff/invitations/<str:invitation_id>", post(staff.take_back), name="desk_invitation_back"),
    path("staff/<str:staff_id>", post(staff.change), name="desk_staff_change"),
    path("settings/", settings.index, name="desk_settings"),
    path("export/", export.export, name="desk_export"),
]

"""Addresses of what the store is, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path

from regulars.faces.merchant.shop import export, find, importing, product, products, settings, staff, stock
from regulars.faces.merchant.shop.offers import holders, lists, views

urlpatterns = [
    path("find/", find.find, name="desk_find"),
    path("products/", products.index, name="desk_products"),
    path("products/many", products.many, name="desk_products_many"),
    path("products/list.csv", products.table, name="desk_products_csv"),
    path("products/new/", product.new, name="desk_product_new"),
    path("products/import/", importing.start, name="desk_import"),
    path("products/import/template.csv", importing.template, name="desk_import_template"),
    path("products/import/all.csv", importing.everything, name="desk_import_all"),
    path("products/import/<str:run_id>/", importing.run, name="desk_import_run"),
    path("products/import/<str:run_id>/rejected.csv", importing.rejected, name="desk_import_rejected"),
    path("products/<str:product_id>/", product.edit, name="desk_product"),
    path("products/<str:product_id>/state", product.change_state, name="desk_product_state"),
    path("products/<str:product_id>/stock/", stock.adjust, name="desk_stock"),
    path("products/<str:product_id>/prices/", stock.prices, name="desk_prices"),
    path("offers/", lists.index, name="desk_offers"),
    path("offers/new/", lists.choose, name="desk_offer_choose"),
    path("offers/new/<slug:plan_key>/", views.new, name="desk_offer_new"),
    path("offers/preview/<slug:plan_key>", views.preview, name="desk_offer_preview"),
    path("offers/across/", lists.across, name="desk_offers_across"),
    path("offers/across/<str:offer_id>", lists.take_part, name="desk_offer_part"),
    path("offers/<str:offer_id>/", views.one, name="desk_offer"),
    path("offers/<str:offer_id>/state", views.change_state, name="desk_offer_state"),
    path("offers/<str:offer_id>/codes/", holders.codes, name="desk_offer_codes"),
    path("offers/<str:offer_id>/codes.csv", holders.codes_csv, name="desk_offer_codes_csv"),
    path("offers/<str:offer_id>/people/", holders.people, name="desk_offer_people"),
    path("staff/", staff.index, name="desk_staff"),
    path("staff/acts/", staff.acts, name="desk_acts"),
    path("staff/<str:staff_id>", staff.change, name="desk_staff_change"),
    path("settings/", settings.index, name="desk_settings"),
    path("export/", export.export, name="desk_export"),
]

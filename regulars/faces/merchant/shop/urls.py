"""Addresses of what the store is, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path

from regulars.faces.merchant.shop import find, importing, product, products, stock

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
]

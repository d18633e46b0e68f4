"""What is for sale."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Categories, brands, products, variants, stock."""

    name = "regulars.goods.catalog"
    label = "catalog"

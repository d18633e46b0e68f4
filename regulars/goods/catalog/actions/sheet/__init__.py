"""Products from a table: read, planned row by row, then carried out in batches that survive a kill."""

from regulars.goods.catalog.actions.sheet.running import ColumnsMissing, import_products

__all__ = ["ColumnsMissing", "import_products"]

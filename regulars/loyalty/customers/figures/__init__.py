"""What people did with a store, as one table that every figure starts from."""

from regulars.loyalty.customers.figures.trail import COLUMNS, orders, sold, trail

__all__ = ["COLUMNS", "orders", "sold", "trail"]

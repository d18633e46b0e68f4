"""Goods know nobody who shops."""

from regulars.goods.catalog.models import Brand, Category, PriceChange, StockMove
from regulars.ground.kit.privacy import knows_nobody

knows_nobody("names of shelves and brands", Category, Brand)
knows_nobody("what staff changed about prices and stock", PriceChange, StockMove)

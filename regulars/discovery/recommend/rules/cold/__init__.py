"""Choosing before anything is known: people without a past, products without buyers, and finding out."""

from regulars.discovery.recommend.rules.cold.exploring import Rates, chances, draw, rates
from regulars.discovery.recommend.rules.cold.goods import GoodsMap, Product, attributes, learn_goods
from regulars.discovery.recommend.rules.cold.people import Popularity, strength

__all__ = [
    "GoodsMap",
    "Popularity",
    "Product",
    "Rates",
    "attributes",
    "chances",
    "draw",
    "learn_goods",
    "rates",
    "strength",
]

"""Lists without a framework."""

from regulars.discovery.lists.rules.goods import Good, Shop
from regulars.discovery.lists.rules.recipes import PER_STORE, RECIPES, Pick, Recipe, Wish, made
from regulars.discovery.lists.rules.words import SCENES, THEMES

__all__ = ["PER_STORE", "RECIPES", "SCENES", "THEMES", "Good", "Pick", "Recipe", "Shop", "Wish", "made"]

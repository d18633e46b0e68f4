"""Changes to categories, brands, products, prices and stock."""

from regulars.goods.catalog.actions.editing import (
    ChangedMeanwhile,
    change_many_products,
    create_product,
    save_product,
)
from regulars.goods.catalog.actions.holding import (
    SoldOut,
    hold_stock,
    move_held,
    put_back,
    release_held,
    sell_held,
)
from regulars.goods.catalog.actions.moving import InsideItself, move_category, save_category
from regulars.goods.catalog.actions.prices import BadComparePrice, BadPrice, set_price
from regulars.goods.catalog.actions.products import (
    CategoryClosed,
    UnknownField,
    VariantMissing,
    add_product,
    change_product,
    publish_product,
    retire_product,
    unpublish_product,
)
from regulars.goods.catalog.actions.records import record_products
from regulars.goods.catalog.actions.sheet import ColumnsMissing, import_products
from regulars.goods.catalog.actions.shelves import (
    CategoryInUse,
    NameMissing,
    TooDeep,
    add_brand,
    add_category,
    change_category,
    record_categories,
    retire_brand,
    retire_category,
)
from regulars.goods.catalog.actions.stock import BadQuantity, HeldByOrders, adjust_stock, set_stock
from regulars.goods.catalog.actions.variants import (
    LastVariant,
    OptionsDiffer,
    SkuTaken,
    TooManyVariants,
    add_variant,
    change_variant,
    retire_variant,
)

__all__ = [
    "BadComparePrice",
    "BadPrice",
    "BadQuantity",
    "CategoryClosed",
    "CategoryInUse",
    "ChangedMeanwhile",
    "ColumnsMissing",
    "HeldByOrders",
    "InsideItself",
    "LastVariant",
    "NameMissing",
    "OptionsDiffer",
    "SkuTaken",
    "SoldOut",
    "TooDeep",
    "TooManyVariants",
    "UnknownField",
    "VariantMissing",
    "add_brand",
    "add_category",
    "add_product",
    "add_variant",
    "adjust_stock",
    "change_category",
    "change_many_products",
    "change_product",
    "change_variant",
    "create_product",
    "hold_stock",
    "import_products",
    "move_category",
    "move_held",
    "publish_product",
    "put_back",
    "record_categories",
    "record_products",
    "release_held",
    "retire_brand",
    "retire_category",
    "retire_product",
    "retire_variant",
    "save_category",
    "save_product",
    "sell_held",
    "set_price",
    "set_stock",
    "unpublish_product",
]

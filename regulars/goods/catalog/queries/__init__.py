"""Questions about products: for shoppers first, then for the store's own staff."""

from regulars.goods.catalog.models import Brand, Category, Product, Variant
from regulars.goods.catalog.queries.bench import (
    Filters,
    counts_of,
    low_stock,
    price_history,
    product_of,
    products_of_store,
)
from regulars.goods.catalog.queries.cards import Card, cards, for_shoppers
from regulars.goods.catalog.queries.detail import Choice, Shown, Sign, product_for_shoppers
from regulars.goods.catalog.queries.loaded import free_in, pictures_in, pieces_in, variants_of
from regulars.goods.catalog.queries.market import (
    last_keys,
    product_addresses,
    shelves_of,
    store_addresses,
    stores_of_the_day,
)
from regulars.goods.catalog.queries.prices import price_quartiles, titles_of
from regulars.goods.catalog.queries.saying import said, said_pairs, sold_options
from regulars.goods.catalog.queries.sheet import (
    export_csv,
    import_of,
    imports_of,
    rejects_csv,
    rejects_of,
    template_csv,
)
from regulars.goods.catalog.queries.shelves import (
    Node,
    brand,
    brands,
    categories,
    category,
    category_by_id,
    category_names,
    category_tree,
)
from regulars.goods.catalog.queries.shop import (
    newest,
    newest_of,
    others_of,
    popular,
    popular_by_store,
    products_in,
    products_of,
)
from regulars.goods.catalog.queries.stock import (
    all_sold,
    left_of,
    moves_of,
    variant_keys,
    variants_by_key,
)

__all__ = [
    "Brand",
    "Card",
    "Category",
    "Choice",
    "Filters",
    "Node",
    "Product",
    "Shown",
    "Sign",
    "Variant",
    "all_sold",
    "brand",
    "brands",
    "cards",
    "categories",
    "category",
    "category_by_id",
    "category_names",
    "category_tree",
    "counts_of",
    "export_csv",
    "for_shoppers",
    "free_in",
    "import_of",
    "imports_of",
    "last_keys",
    "left_of",
    "low_stock",
    "moves_of",
    "newest",
    "newest_of",
    "others_of",
    "pictures_in",
    "pieces_in",
    "popular",
    "popular_by_store",
    "price_history",
    "price_quartiles",
    "product_addresses",
    "product_for_shoppers",
    "product_of",
    "products_in",
    "products_of",
    "products_of_store",
    "rejects_csv",
    "rejects_of",
    "said",
    "said_pairs",
    "shelves_of",
    "sold_options",
    "store_addresses",
    "stores_of_the_day",
    "template_csv",
    "titles_of",
    "variant_keys",
    "variants_by_key",
    "variants_of",
]

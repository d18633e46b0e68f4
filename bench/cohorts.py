"""Cohorts by age on a grocer's households: `python -m bench.cohorts --data DIR [--json]`.

DIR holds tables in the shape of The Complete Journey (Parquet: transactions_sample, products, demographics, campaigns,
campaign_descriptions, coupon_redemptions). Baskets become orders in a lake of a temporary home, age bands stand where
birth decades stand, departments where categories stand; the same expressions count that publish cohorts. Coupons: a
campaign is a "store" to which a household comes when it is written to, and where it buys when it redeems.

Beside it plain pandas counts the same in another way: merges, distinct households, no lake. `agree` is true when every
number is equal: people per band and department over all stores and in each store; shares and indices of the largest
store beside the others; users of coupons, redemptions and their rates per band. Exit code 1 when they do not agree, or
when a cell is shown that stands for fewer than 20 households.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

ENDS = datetime(2018, 2, 1, tzinfo=UTC)
STARTS = datetime(2017, 1, 1, tzinfo=UTC)
BANDS = {"19-24": 19, "25-34": 25, "35-44": 35, "45-54": 45, "55-64": 55, "65+": 65}
SAID = {number: band for band, number in BANDS.items()}
PAID, VIEW = "trade.order-paid.v1", "view"


def main() -> int:
    """Load, count twice, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"REGULARS_HOME": home, "LAKE_URL": f"file://{home}/lake"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
        import django

        django.setup()
        result = _compared(given.data)
    print(json.dumps(result) if given.json else _said(result))
    return 0 if result["agree"] and result["shown under 20"] == 0 else 1


def _compared(data: Path) -> dict[str, Any]:
    import pandas as pd

    read = {name: pd.read_parquet(data / f"{name}.parquet") for name in TABLES}
    lines = read["transactions_sample"].merge(
        read["products"][["product_id", "department"]].drop_duplicates("product_id"), on="product_id"
    )
    lines = lines[lines.department.notna()]
    bands = read["demographics"][["household_id", "age"]].astype(str)
    largest = str(lines.groupby("store_id").household_id.nunique().idxmax())
    started = perf_counter()
    ours = _ours(lines, bands, largest) | _ours_coupons(read, bands)
    seconds = perf_counter() - started
    plain = _plain(lines, bands, largest) | _plain_coupons(read, bands)
    under = ours.pop("shown under 20")
    differing = {name: _differing(ours[name], plain[name]) for name in ours}
    return {
        "households": int(lines.household_id.nunique()),
        "with a band": int(
            lines.household_id.isin(bands.household_id).groupby(lines.household_id).any().sum()
        ),
        "orders": int(lines.basket_id.nunique()),
        "ours": {name: _readable(values) for name, values in ours.items() if name in TOLD},
        "plain": {name: _readable(values) for name, values in plain.items() if name in TOLD},
        "numbers compared": {name: len(values) for name, values in plain.items()},
        "differing": differing,
        "shown under 20": under,
        "seconds": round(seconds, 2),
        "agree": not any(differing.values()),
    }


TABLES = (
    "transactions_sample",
    "products",
    "demographics",
    "campaigns",
    "campaign_descriptions",
    "coupon_redemptions",
)
TOLD = ("index by department", "index of the largest store", "coupon users", "redeemers", "redemption rate")


def _ours(lines: Any, bands: Any, largest: str) -> dict[str, Any]:
    """What the product's own expressions and rules make of it."""
    from regulars.oversight.insights.actions.publishing import picture_of
    from regulars.oversight.insights.rules.counts import (
        ANY,
        BASE,
        BOUGHT,
        CAME,
        OFFER,
        sellers,
        share_elsewhere,
    )

    found = _counted(_orders(lines), [], _products(lines), bands)
    spreads = found.spreads
    cells = {
        cell: spread for cell, spread in spreads.items() if cell[0][0] == BOUGHT and cell[0][1] and cell[1]
    }
    everybody = {
        key: sum(one.people for (k, _band), one in spreads.items() if k == key) for key, _band in spreads
    }
    index, mine = {}, {}
    selling = sellers(spreads)
    for (key, band), spread in cells.items():
        base = spreads[(CAME, ANY), band].people
        overall = everybody[key] / everybody[CAME, ANY]
        index[key[1], band] = round(100 * spread.people / base / overall)
        here, base_here = (
            spreads[cell].stores.get(largest, (0, 0))[0] for cell in ((key, band), (BASE[BOUGHT], band))
        )
        others = share_elsewhere(spreads, largest, (key, band), selling)
        if here and others:
            mine[key[1], band] = round(100 * here / base_here / others)
    picture = picture_of(found, largest)
    under = sum(1 for cell in picture.own if spreads[cell].stores[largest][0] < 20)
    under += sum(1 for cell in picture.market if spreads[cell].elsewhere(largest) < 20)
    return {
        "people by department": {(key[1], band): spread.people for (key, band), spread in cells.items()},
        "people by department and store": {
            (key[1], band, store): many for (key, band), spread in cells.items()
            for store, (many, _alone) in spread.stores.items()
        },
        "index by department": index,
        "index of the largest store": mine,
        "coupon users": {
            ("all", band): spread.people for (key, band), spread in spreads.items() if key == (OFFER, ANY) and band
        },
        "paid at the largest store": {("all", band): minor for band, (minor, _n) in found.paid[largest].items()},
        "shown under 20": under,
    }  # fmt: skip


def _plain(lines: Any, bands: Any, largest: str) -> dict[str, Any]:
    """The same in plain pandas."""
    known = lines.merge(bands, on="household_id", how="left")
    known["band"] = known.age.map(BANDS).fillna(0).astype(int)
    told = known[known.band > 0]
    people = told.groupby(["department", "band"]).household_id.nunique()
    per_store = told.groupby(["department", "band", "store_id"]).household_id.nunique()
    base = told.groupby("band").household_id.nunique()
    whole = known.groupby("department").household_id.nunique() / known.household_id.nunique()
    index = {
        (department, band): round(100 * many / base[band] / whole[department])
        for (department, band), many in people.items()
    }
    baskets = told.groupby("basket_id").agg(
        household_id=("household_id", "first"), band=("band", "first"), off=("coupon_disc", "max")
    )
    at_largest = known[known.store_id == largest].groupby("band").sales_value
    return {
        "people by department": people.to_dict(),
        "people by department and store": per_store.to_dict(),
        "index by department": index,
        "index of the largest store": _plain_index(known, told, largest),
        "coupon users": {
            ("all", band): many
            for band, many in baskets[baskets.off > 0].groupby("band").household_id.nunique().items()
        },
        "paid at the largest store": {
            ("all", band): round(100 * total) for band, total in at_largest.sum().items()
        },
    }


def _plain_index(known: Any, told: Any, largest: str) -> dict[tuple[str, int], int]:
    pairs = told[["store_id", "household_id", "band"]].drop_duplicates()
    buys = told[["store_id", "household_id", "band", "department"]].drop_duplicates()
    found = {}
    for (department, band), rows in buys.groupby(["department", "band"]):
        selling = set(known[known.department == department].store_id) - {largest}
        came = pairs[pairs.band == band]
        base, elsewhere = (came.store_id == largest).sum(), came.store_id.isin(selling).sum()
        here, there = (rows.store_id == largest).sum(), (rows.store_id != largest).sum()
        if here and there:
            found[department, band] = round(100 * here / base / (there / elsewhere))
    return found


def _ours_coupons(read: dict[str, Any], bands: Any) -> dict[str, Any]:
    from regulars.oversight.insights.rules.counts import ANY, BOUGHT, CAME

    starts = read["campaign_descriptions"].set_index("campaign_id").start_date.astype(str).to_dict()
    views = [
        _view(f"campaign-{row.campaign_id}", str(row.household_id), starts[row.campaign_id])
        for row in read["campaigns"].itertuples()
    ]
    orders = [
        _fact(
            f"campaign-{row.campaign_id}",
            str(row.household_id),
            str(row.redemption_date),
            f"red-{number}",
            0,
            1,
            [],
        )
        for number, row in enumerate(read["coupon_redemptions"].itertuples())
    ]
    spreads = _counted(orders, views, [], bands).spreads
    wrote = {band: spread for (key, band), spread in spreads.items() if key == (CAME, ANY) and band}
    redeemed = {band: spread for (key, band), spread in spreads.items() if key == (BOUGHT, ANY) and band}
    return {
        "written to": {("all", band): one.people for band, one in wrote.items()},
        "redeemers": {("all", band): one.people for band, one in redeemed.items()},
        "redemption rate": {
            ("all", band): round(_visits(redeemed[band]) / _visits(one), 6)
            for band, one in wrote.items() if band in redeemed
        },
    }  # fmt: skip


def _visits(spread: Any) -> int:
    """Households, once for each campaign."""
    return sum(many for many, _alone in spread.stores.values())


def _plain_coupons(read: dict[str, Any], bands: Any) -> dict[str, Any]:
    import pandas as pd

    pair = ["household_id", "campaign_id"]
    redeemed = read["coupon_redemptions"][pair].drop_duplicates().merge(bands, on="household_id")
    wrote = pd.concat([read["campaigns"][pair], read["coupon_redemptions"][pair]]).drop_duplicates()
    wrote = wrote.merge(bands, on="household_id")
    redeemed, wrote = (table.assign(age=table.age.map(BANDS)).dropna() for table in (redeemed, wrote))
    rate = redeemed.groupby("age").size() / wrote.groupby("age").size()
    return {
        "written to": _all(wrote.groupby("age").household_id.nunique()),
        "redeemers": _all(redeemed.groupby("age").household_id.nunique()),
        "redemption rate": {key: round(float(value), 6) for key, value in _all(rate.dropna()).items()},
    }


def _all(series: Any) -> dict[tuple[str, int], Any]:
    return {("all", int(band)): value for band, value in series.items()}


def _counted(orders: list[dict[str, Any]], views: list[dict[str, Any]], goods: list[Any], bands: Any) -> Any:
    """Through a fresh lake."""
    import pyarrow as pa

    from regulars.ground import lake
    from regulars.ground.kit.later import ibis
    from regulars.oversight.insights.figures.deeds import Span, count

    name = f"bench-{len(orders)}-{len(views)}"
    lake.append_table("facts", pa.Table.from_pylist(orders), name)
    if views:
        lake.append_table("beacons", pa.Table.from_pylist(views), name)
    told = [
        {"who": str(row.household_id), "decade": BANDS[row.age]}
        for row in bands.itertuples()
        if row.age in BANDS
    ]
    goods_table = pa.table(
        {key: pa.array([row[key] for row in goods], pa.string()) for key in ("product", "shop", "topic")}
    )
    connection = lake.connection()
    mine = {str(row["store"]) for row in orders} | {str(row["store"]) for row in views}
    facts, beacons = connection.table("facts"), connection.table("beacons")
    return count(
        beacons.filter(beacons.store.isin(sorted(mine))), facts.filter(facts.store.isin(sorted(mine))),
        ibis.memtable(goods_table), ibis.memtable(pa.Table.from_pylist(told)), Span(STARTS, ENDS),
    )  # fmt: skip


def _orders(lines: Any) -> list[dict[str, Any]]:
    """A basket in a store as one order: its amounts in cents are those of its lines added up."""
    baskets: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in lines.sort_values("transaction_timestamp").itertuples():
        key = (row.basket_id, row.store_id, row.household_id)
        basket = baskets.setdefault(
            key, {"at": str(row.transaction_timestamp), "paid": 0.0, "off": 0.0, "sold": []}
        )
        basket["paid"] += row.sales_value
        basket["off"] += row.coupon_disc
        cents = round(100 * row.sales_value)
        basket["sold"].append(
            {"product": f"{row.store_id}:{row.product_id}", "quantity": 1, "paid_minor": cents}
        )
    return [
        _fact(store, household, one["at"], f"{basket}:{store}", round(100 * one["paid"]), round(100 * one["off"]),
              one["sold"])
        for (basket, store, household), one in baskets.items()
    ]  # fmt: skip


def _fact(
    store: str, person: str, at: str, order: str, paid: int, off: int, sold: list[dict[str, Any]]
) -> dict[str, Any]:
    body = {
        "order": order, "paid_minor": paid, "store_discount_minor": off, "market_discount_minor": 0, "lines": sold
    }  # fmt: skip
    return {
        "seq": 0, "id": order, "name": PAID, "at": _moment(at), "store": store, "person": person,
        "body": json.dumps(body),
    }  # fmt: skip


def _view(store: str, person: str, at: str) -> dict[str, Any]:
    return {"id": f"{store}-{person}", "name": VIEW, "at": _moment(at), "store": store, "person": person}


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text).replace(tzinfo=UTC)
    # Coupons of campaigns of the year before are redeemed in this one.
    return max(at, STARTS + timedelta(seconds=1))


def _products(lines: Any) -> list[dict[str, str]]:
    rows = lines[["store_id", "product_id", "department"]].drop_duplicates()
    return [
        {"product": f"{row.store_id}:{row.product_id}", "shop": row.store_id, "topic": row.department}
        for row in rows.itertuples()
    ]


def _differing(ours: dict[Any, Any], plain: dict[Any, Any]) -> int:
    keys = ours.keys() | plain.keys()
    return sum(1 for key in keys if ours.get(key) != plain.get(key))


def _readable(values: dict[Any, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for (topic, band, *_rest), value in sorted(values.items()):
        found.setdefault(topic, {})[SAID.get(band, str(band))] = float(value) if value % 1 else int(value)
    return found


def _said(result: dict[str, Any]) -> str:
    heads = list(BANDS)
    lines = [
        f"households: {result['households']} ({result['with a band']} with a band), orders: {result['orders']},"
        f" counted in {result['seconds']} s"
    ]
    for name in TOLD:
        lines += ["", f"{name}: ours | plain pandas", " " * 24 + "".join(f"{head:>17}" for head in heads)]
        for topic, row in result["plain"][name].items():
            ours = result["ours"][name].get(topic, {})
            cells = [f"{ours.get(head, '-')} | {row.get(head, '-')}" for head in heads]
            lines.append(f"{topic[:23]:<24}" + "".join(f"{cell:>17}" for cell in cells))
    compared = ", ".join(f"{name} {many}" for name, many in result["numbers compared"].items())
    lines += ["", f"numbers compared: {compared}", f"differing: {result['differing']}"]
    return "\n".join([*lines, f"shown under 20: {result['shown under 20']}", f"agree: {result['agree']}"])


if __name__ == "__main__":
    raise SystemExit(main())

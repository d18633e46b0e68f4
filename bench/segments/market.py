"""A market of many stores to ask: its relations in the database, what its people did in the lake."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

STORES, DAYS, PEOPLE_PER_RELATION = 500, 100, 0.7
START = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = START + timedelta(days=DAYS)
FACTS = 20  # one event in so many is a fact
PRODUCTS = 200
Say = Callable[[str], None]


def build(events: int, relations: int, say: Say) -> None:
    """Fill the empty home that the environment names."""
    from django.core.management import call_command

    from regulars.ground.kit import clock

    call_command("migrate", verbosity=0, interactive=False)
    with clock.at(START):
        stores = _stores()
    with duckdb.connect() as drawn:
        _draw(drawn, stores, events, relations)
        say(f"{relations:,} relations")
        _relate(drawn)
        _live(drawn, say)


def _stores() -> list[tuple[int, str]]:
    from regulars.people.merchants.models import Store

    made = [Store(slug=f"store-{n:03}", name=f"Store {n}", currency="CNY") for n in range(STORES)]
    return [(row.pk, row.public_id) for row in Store.objects.bulk_create(made)]


def _draw(drawn: Any, stores: list[tuple[int, str]], events: int, relations: int) -> None:
    """Relations by store (the first store has about 7 % of them) and events by relation, the same every time."""
    weights = [1 / (number + 2) ** 0.9 for number in range(STORES)]
    total, edges, sum_ = sum(weights), [0], 0.0
    for weight in weights:
        sum_ += weight
        edges.append(round(relations * sum_ / total))
    drawn.execute("CREATE TABLE stores (n INT, key BIGINT, store TEXT, first BIGINT, after BIGINT)")
    rows = [(n, *stores[n], edges[n], edges[n + 1]) for n in range(STORES)]
    drawn.executemany("INSERT INTO stores VALUES (?, ?, ?, ?, ?)", rows)
    people = int(relations * PEOPLE_PER_RELATION)
    drawn.execute(
        f"""CREATE TABLE relations AS
        SELECT r, r % {people} + 1 AS person_key, printf('per_%020d', r % {people}) AS person, s.key, s.store, s.n
        FROM range({relations}) t(r) JOIN stores s ON r >= s.first AND r < s.after"""
    )
    drawn.execute(
        f"CREATE TABLE sizes AS SELECT {events}::BIGINT AS events, {relations}::BIGINT AS relations"
    )


def _relate(drawn: Any) -> None:
    """Persons and relations straight into the tables: what is measured is how they are asked."""
    from django.db import connection

    from regulars.loyalty.customers.models import Relation
    from regulars.people.accounts.models import Person

    with connection.cursor() as cursor:
        people = drawn.execute("SELECT DISTINCT person_key, person FROM relations ORDER BY 1").fetchall()
        _pour(cursor, Person, {"name": "", "language": "en", "password": "", "external_ref": ""}, people)
        rows = drawn.execute(
            "SELECT printf('rel_%020d', r), key, person_key FROM relations ORDER BY r"
        ).fetchall()
        fixed = {
            "origin": "visit",
            "origin_ref": "",
            "first_touch_at": START,
            "last_touch_at": START,
            "orders_count": 0,
            "paid_minor": 0,
            "refunded_minor": 0,
            "currency": "",
        }
        _pour(cursor, Relation, fixed, rows, ("public_id", "store_id", "person_id"))


def _pour(
    cursor: Any, model: Any, fixed: dict[str, Any], rows: list[Any], names: Any = ("id", "public_id")
) -> None:
    """Rows into the table of a model; columns that may be empty stay so."""
    from django.db import transaction

    if model.__name__ == "Person":
        fixed = {**fixed, "joined_at": START}
    columns = [*names, *fixed]
    marks = ", ".join(["%s"] * len(columns))
    with transaction.atomic():
        cursor.executemany(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({marks})",
            ([*row, *fixed.values()] for row in rows),
        )


def _live(drawn: Any, say: Say) -> None:
    """What people did, day by day, through the lake's own door; then compacted as the worker does."""
    from regulars.ground import lake

    events, relations = drawn.execute("SELECT events, relations FROM sizes").fetchall()[0]
    for day in range(DAYS):
        lake.append_table("beacons", drawn.sql(_beacons(day, events, relations)).to_arrow_table(), f"b{day}")
        lake.append_table("facts", drawn.sql(_facts(day, events, relations)).to_arrow_table(), f"f{day}")
        if day % 10 == 9:
            lake.compact(START)
            say(f"{day + 1} of {DAYS} days")


def _beacons(day: int, events: int, relations: int) -> str:
    """A day of beacons: four views for every click; some people come often, most do not."""
    many = (events - events // FACTS) // DAYS
    return f"""SELECT printf('evt_%d_%d', {day}, e) AS id, {_moment(day)} AS at,
        CASE hash(e, {day}, 3) % 20 WHEN 0 THEN 'search' WHEN 1 THEN 'linger' WHEN 2 THEN 'share' WHEN 3 THEN 'click'
            WHEN 4 THEN 'click' WHEN 5 THEN 'click' WHEN 6 THEN 'click' ELSE 'view' END AS name,
        store, person, printf('vis_%d', r) AS visitor, printf('ses_%d_%d', r, {day}) AS session, 'product' AS page,
        {_product()} AS ref, CASE hash(e, {day}, 5) % 3 WHEN 0 THEN 'search' WHEN 1 THEN 'feed' ELSE 'link' END AS source
    FROM ({_drawn(day, many, relations)}) JOIN relations USING (r)"""


def _facts(day: int, events: int, relations: int) -> str:
    """A day of facts: follows, orders placed and paid (one product each), a few of them given back."""
    many = events // FACTS // DAYS
    minor = "(hash(e, 11) % 20000 + 1000)"
    order = f"printf('ord_%d_%d', {day}, e)"
    line = f"""{{'product': {_product()}, 'paid_minor': {minor}, 'quantity': 1}}"""
    return f"""SELECT printf('fct_%d_%d', {day}, e) AS id, {day} * 1000000 + e AS seq, {_moment(day)} AS at,
        store, person, CASE WHEN pick < 2 THEN 'loyalty.store-followed.v1' WHEN pick < 11 THEN 'trade.order-placed.v1'
            ELSE 'trade.order-paid.v1' END AS name,
        CASE WHEN pick < 2 THEN '{{}}'
            WHEN pick < 11 THEN to_json({{'order': {order}, 'total_minor': {minor}}})::TEXT
            ELSE to_json({{'order': {order}, 'paid_minor': {minor}, 'lines': [{line}]}})::TEXT END AS body
    FROM (SELECT *, hash(e, {day}, 13) % 20 AS pick FROM ({_drawn(day + 1000, many, relations)}))
    JOIN relations USING (r)"""


def _drawn(day: int, many: int, relations: int) -> str:
    """Numbers of events and whose they are; the square makes some people busier than others."""
    return f"""SELECT e, ((hash(e, {day}) % 1000003) / 1000003.0 * (0.5 + (hash(e, {day}, 2) % 1000) / 2000.0)
        * {relations - 1})::BIGINT AS r FROM range({many}) t(e)"""


def _moment(day: int) -> str:
    start = (START + timedelta(days=day)).replace(tzinfo=None).isoformat(" ")
    return f"TIMESTAMP '{start}' + to_microseconds((hash(e, {day}, 7) % 86400000000)::BIGINT)"


def _product() -> str:
    return f"printf('prd_%d_%d', n, hash(e, 17) % {PRODUCTS})"


def empty(home: Path) -> None:
    """Forget a home that was not finished."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)

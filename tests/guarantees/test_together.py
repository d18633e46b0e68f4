"""Really committed: the same form at the same moment, what a commit costs the disk, a backup while orders come in."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from regulars.faces.terminal import backups
from regulars.ground.kit.ids import new_id
from regulars.trade.orders.models import OrderGroup
from regulars.trade.orders.queries import quote
from tests.guarantees import prints
from tests.town import Town, shopper
from tests.trade.failpoints import database_url
from tests.trade.orders.shopping import HOME, bought

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db(transaction=True)
def test_the_same_form_at_the_same_moment_orders_once(real_town: Town) -> None:
    alice, cup = shopper(real_town.alice), real_town.variant(real_town.cup).public_id
    client = Client()
    client.force_login(real_town.alice)
    client.post("/basket/add", {"variant": cup}, HTTP_IDEMPOTENCY_KEY=new_id("key"))
    form = HOME | {"country": "CN", "expected_total_minor": str(quote(by=alice, currency="CNY").total_minor)}
    own, cookie = new_id("key"), client.cookies["sessionid"].value

    def send(_number: int) -> tuple[int, str]:
        browser = Client(raise_request_exception=False)
        browser.cookies["sessionid"] = cookie
        try:
            answer = browser.post("/checkout/CNY/", form, HTTP_IDEMPOTENCY_KEY=own)
            return answer.status_code, answer.headers.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))
    assert OrderGroup.objects.count() == 1
    assert {status for status, _to in answers} <= {303, 409}
    assert {to for status, to in answers if status == 303} == {f"/pay/{OrderGroup.objects.get().public_id}/"}


IMMUTABLE = {
    "settlement.Entry",
    "settlement.Line",
    "orders.OrderLine",
    "catalog.PriceChange",
    "kit.AuditEntry",
}


@pytest.mark.django_db(transaction=True)
def test_a_backup_made_while_orders_come_in_is_whole_elsewhere(
    real_town: Town, settings: Any, tmp_path: Path
) -> None:
    settings.REGULARS_HOME, settings.DATABASE_URL = tmp_path / "home", database_url()
    (tmp_path / "home").mkdir()
    cup, stop, bought_now = real_town.variant(real_town.cup).public_id, threading.Event(), threading.Event()
    acknowledged: list[str] = []

    def shop() -> None:
        try:
            while not stop.is_set():
                acknowledged.append(bought(shopper(real_town.alice), {cup: 1}).public_id)
                if len(acknowledged) == 3:
                    bought_now.set()
        finally:
            bought_now.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        buying = pool.submit(shop)
        assert bought_now.wait(60)
        before = list(acknowledged)
        backups.make(tmp_path / "market.tar.gz")
        stop.set()
        buying.result(60)
    restored = _restored(tmp_path)
    assert restored["books"] is True
    assert set(before) <= set(restored["groups"])
    now = {f"{label} {pk}": text for (label, pk), text in prints.of_all().items() if label in IMMUTABLE}
    kept = {name: text for name, text in restored["rows"].items() if name.partition(" ")[0] in IMMUTABLE}
    assert len(kept) > 20
    assert [name for name, text in kept.items() if now.get(name) != text] == []


def _restored(place: Path) -> dict[str, Any]:
    """Bring the archive back in another home, on another database, by another process; what is there then."""
    home = place / "elsewhere"
    home.mkdir()
    url = f"sqlite://{home}/regulars.sqlite3"
    if connection.vendor == "postgresql":
        name = f"elsewhere_{os.getpid()}"
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
        url = database_url().rpartition("/")[0] + f"/{name}"
    environment = os.environ | {"REGULARS_HOME": str(home), "DATABASE_URL": url}
    environment.pop("SECRET_KEY", None)
    done = subprocess.run(
        [sys.executable, "-c", RESTORE, str(place / "market.tar.gz")], env=environment, cwd=ROOT, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


RESTORE = """
import json, os, sys, django
from pathlib import Path
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
django.setup()
from regulars.faces.terminal import backups
from regulars.trade.orders.models import OrderGroup
from tests.guarantees import prints
report = backups.bring_back(Path(sys.argv[1]), dry_run=False, force=False)
rows = {f"{label} {pk}": text for (label, pk), text in prints.of_all().items()}
groups = list(OrderGroup.objects.values_list("public_id", flat=True))
print(json.dumps({"books": report["books_ok"], "groups": groups, "rows": rows}))
"""


def test_every_commit_reaches_the_disk(tmp_path: Path) -> None:
    """SQLite with the market's own settings: at least one fdatasync for every commit."""
    trace, commits = tmp_path / "trace", 40
    environment = os.environ | {"DATABASE_URL": f"sqlite://{tmp_path}/disk.sqlite3"}
    strace = ["strace", "-f", "--seccomp-bpf", "-e", "trace=fdatasync,fsync", "-o", str(trace)]
    watched = strace if shutil.which("strace") else []
    done = subprocess.run(
        [*watched, sys.executable, "-c", COMMITS, str(commits)], env=environment, cwd=ROOT, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["wal", "2"]  # write-ahead, synchronous=FULL
    if watched:
        assert len(re.findall(r"f(?:data)?sync\(\d+", trace.read_text())) >= commits


COMMITS = """
import os, sys, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
django.setup()
from django.db import connection, transaction
with connection.cursor() as cursor:
    cursor.execute("PRAGMA journal_mode"); print(cursor.fetchone()[0])
    cursor.execute("PRAGMA synchronous"); print(cursor.fetchone()[0])
    cursor.execute("CREATE TABLE note (n INTEGER)")
    for n in range(int(sys.argv[1])):
        with transaction.atomic():
            cursor.execute("INSERT INTO note VALUES (%s)", [n])
"""

"""A marketplace comes in once and comes up to date, whatever stopped it before."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from regulars.ground import lake
from regulars.ground.bus.models import Message
from regulars.people.accounts.models import Person
from regulars.trade.orders.models import Order, OrderGroup, OrderLine
from regulars.trade.payments.models import Payment
from regulars.trade.settlement.models import Entry, Line
from regulars.trade.settlement.queries import check_books
from tests.faces.terminal.imports.loading import check_money, check_totals, load, unmatched
from tests.faces.terminal.imports.marketplace import ORDERS, cents, copy, market, write

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[4]


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    load(market(), tmp_path / "a")
    before = [model.objects.count() for model in (Entry, Line, Payment, Person, OrderLine, Message)]
    facts = len(lake.read("facts").execute())
    result = load(market(), tmp_path / "a")
    assert result["created"] == 0
    check_totals(result, market())
    assert before == [model.objects.count() for model in (Entry, Line, Payment, Person, OrderLine, Message)]
    assert len(lake.read("facts").execute()) == facts


def later(tables: Any) -> Any:
    """The same market a month on: three orders moved, one was paid more, one is new."""
    tables = copy(tables)
    orders = {row["order_id"]: row for row in tables["orders"]}
    for name in ("o6", "o7", "o8"):
        at = orders[name]["order_purchase_timestamp"]
        orders[name] |= {
            "order_status": "delivered",
            "order_approved_at": at + timedelta(hours=1),
            "order_delivered_carrier_date": at + timedelta(days=2),
            "order_delivered_customer_date": at + timedelta(days=9),
        }
    orders["o2"]["order_status"] = "canceled"
    more = {"payment_sequential": 2, "payment_type": "voucher", "payment_installments": 1}
    tables["order_payments"].append({"order_id": "o3", "payment_value": 1.23, **more})
    return tables


def test_a_later_slice_brings_orders_up_to_date_without_posting_twice(tmp_path: Path) -> None:
    load(market(), tmp_path / "a")
    tables = later(market())
    result = load(tables, tmp_path / "b")
    check_totals(result, tables)
    check_money(tables)
    assert (result["created"], result["updated"]) == (1, 4)
    states = {
        group.external_ref.removeprefix("olist:"): {order.state for order in group.orders.all()}
        for group in OrderGroup.objects.prefetch_related("orders")
    }
    assert [states[name] for name in ("o2", "o6", "o7", "o8")] == [
        {"cancelled"},
        {"confirmed"},
        {"confirmed"},
        {"confirmed"},
    ]
    waiting = unmatched()
    assert waiting["o3"][0] == 123
    assert waiting["o2"][0] == cents(
        [row for row in tables["order_payments"] if row["order_id"] == "o2"], "payment_value"
    )
    assert "o8" not in waiting
    assert not Payment.objects.filter(state="held").exists()
    again = load(tables, tmp_path / "b")
    assert (again["created"], again["updated"]) == (0, 0)
    check_money(tables)


def test_moved_orders_end_as_if_they_had_come_in_once(tmp_path: Path) -> None:
    load(market(), tmp_path / "a")
    load(later(market()), tmp_path / "b")
    confirmed = Order.objects.across_stores("test").filter(state="confirmed")
    payable = sum(order.paid_minor - order.commission_minor for order in confirmed)
    accounts = check_books()["accounts"]
    assert accounts["store_payable:BRL"] == -payable
    assert accounts["escrow:BRL"] == accounts["commission_held:BRL"] == 0


def test_an_older_slice_moves_nothing_back(tmp_path: Path) -> None:
    tables = later(market())
    load(tables, tmp_path / "b")
    accounts = check_books()["accounts"]
    result = load(market(), tmp_path / "a")
    assert (result["created"], result["updated"]) == (0, 0)
    assert check_books()["accounts"] == accounts


KILLED = """
import os, signal, sys
import regulars.faces.terminal.imports.olist as olist
olist.BATCH = 2
from regulars.faces.terminal.imports import runs
steps = {"left": int(sys.argv[2])}
def die(*args, **kwargs):
    steps["left"] -= 1
    if steps["left"] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
for name in ("_prepare",):
    inner = getattr(runs, name)
    def stepped(*args, inner=inner, **kwargs):
        result = inner(*args, **kwargs)
        die()
        return result
    setattr(runs, name, stepped)
send = runs.Run._send
def sent(self, *args):
    die()
    send(self, *args)
    die()
runs.Run._send = sent
olist.run(__import__("pathlib").Path(sys.argv[1]), quiet=True)
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with its tables and nothing in them."""
    home = tmp_path_factory.mktemp("prepared")
    given = {**os.environ, "REGULARS_HOME": str(home), "DATABASE_URL": "", "LAKE_URL": ""}
    migrate = "import django; django.setup()\nfrom django.core.management import call_command as call\n"
    subprocess.run(
        [sys.executable, "-c", f"{migrate}call('migrate', verbosity=0)"], cwd=ROOT, env=given, check=True
    )
    return home


@pytest.mark.kill
@pytest.mark.xdist_group("olist-kills")
@pytest.mark.parametrize("step", [1, 2, 3, 8] if os.environ.get("NIGHTLY") else [3])
@pytest.mark.nightly
def test_a_kill_in_the_middle_resumes(tmp_path: Path, step: int, prepared: Path) -> None:
    folder = write(market(), tmp_path / "a")
    home = tmp_path / "home"
    shutil.copytree(prepared, home)
    given = {**os.environ, "REGULARS_HOME": str(home), "DATABASE_URL": "", "LAKE_URL": ""}
    python = [sys.executable, "-c"]
    start = "import django; django.setup()\n"
    killed = subprocess.run(
        [*python, start + KILLED, str(folder), str(step)], cwd=ROOT, env=given, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    look = start + (
        "from pathlib import Path\nfrom regulars.faces.terminal.imports.olist import run\n"
        "from regulars.ground import lake\nfrom regulars.trade.orders.models import Order\n"
        "from regulars.trade.settlement.queries import check_books\n"
        "import sys\nresult = run(Path(sys.argv[1]), quiet=True)\nrows = lake.read('facts').execute()\n"
        "paid = rows[rows['name'] == 'trade.order-paid.v1']\n"
        "orders = Order.objects.across_stores('test').filter(paid_at__isnull=False).count()\n"
        "print(result['orders'], result['payments_minor'], check_books()['ok'], "
        "len(paid) - orders, len(rows) - len(set(rows['id'])))"
    )
    done = subprocess.run(
        [*python, look, str(folder)], cwd=ROOT, env=given, check=True, capture_output=True, text=True
    )
    total = cents(market()["order_payments"], "payment_value")
    assert done.stdout.split() == [str(ORDERS), str(total), "True", "0", "0"]

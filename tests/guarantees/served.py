"""A small market in a home of its own, served by processes of its own, so that what it stands on can be taken away.

`python -m tests.guarantees.served` builds the town in the home and database that the environment names.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.postgresql import free_port

if TYPE_CHECKING:
    from tests.town import Town

ROOT = Path(__file__).resolve().parents[2]
CSRF = "c" * 32
PLENTY = 100_000
TOLD = "told.json"
HOME = {
    "recipient": "Alice",
    "street": "1 Plum Lane",
    "city": "Yixing",
    "phone": "13800001234",
    "country": "CN",
}
CUP_AND_FREIGHT = "5500"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0 when nothing did."""

    status: int
    to: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """A market that is being served. `cookies`: session keys of people; `cup`: a variant there is plenty of; `told`:
    all that who built it said."""

    port: int
    pid: int
    cookies: dict[str, str]
    cup: str
    told: dict[str, Any] = field(default_factory=dict)

    def ask(self, path: str, who: str = "", form: dict[str, str] | None = None, key: str = "") -> Answer:
        """Read a page, or send a form under an idempotency key."""
        headers = {
            "Cookie": f"csrftoken={CSRF}; sessionid={self.cookies.get(who, '')}",
            "Accept": "text/html",
        }
        body = None
        if form is not None:
            body = urlencode(form | {"csrfmiddlewaretoken": CSRF, "idempotency_key": key})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request("POST" if body else "GET", path, body, headers)
            answer = line.getresponse()
            return Answer(answer.status, answer.headers.get("Location", ""), answer.read().decode())
        except (OSError, HTTPException):
            return Answer(0)
        finally:
            line.close()

    def processes(self) -> list[int]:
        """Everything that serves, without the one that watches over it."""
        found, waiting = [], [self.pid]
        while waiting:
            for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
                with suppress(OSError):
                    waiting += (children := [int(child) for child in task.read_text().split()])
                    found += children
        return found

    def kill(self) -> None:
        """SIGKILL for everything that serves and for the one that watches over it."""
        os.kill(self.pid, signal.SIGSTOP)  # so that it starts nothing that is not on the list
        for one in (self.pid, *self.processes()):
            os.kill(one, signal.SIGKILL)

    def order(self, who: str, name: str) -> Answer:
        """Put a cup into the basket and order it; the same name is the same order."""
        put = self.ask("/basket/add", who, {"variant": self.cup}, f"put-{name}")
        if put.status != 303:
            return put
        form = HOME | {"expected_total_minor": CUP_AND_FREIGHT}
        return self.ask("/checkout/CNY/", who, form, f"order-{name}")

    def wait(self, seconds: float, path: str = "/readyz") -> None:
        """Until `path` answers well; fails after so many seconds."""
        until = time.monotonic() + seconds
        while (last := self.ask(path)).status != 200:
            assert time.monotonic() < until, f"{path} answered {last.status} for {seconds} s"
            time.sleep(0.1)


@contextmanager
def market(
    home: Path, database: str, web: int = 1, worker: bool = False, filled_by: str = __name__
) -> Iterator[Served]:
    """Build the town by a module and serve it by so many processes; the server is gone afterwards."""
    surroundings = os.environ | {
        "REGULARS_HOME": str(home), "DATABASE_URL": database, "REGULARS_DEMO": "1", "LOG_LEVEL": "CRITICAL",
        "SECRET_KEY": "served-" + "k" * 40, "UNPAID_ORDERS_AT_ONCE": str(PLENTY),
    }  # fmt: skip
    if not (home / TOLD).exists():
        built = subprocess.run(
            [sys.executable, "-m", filled_by],
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert built.returncode == 0, built.stderr
        (home / TOLD).write_text(built.stdout.splitlines()[-1])
    told, port = json.loads((home / TOLD).read_text()), free_port()
    command = [
        sys.executable,
        "-m",
        "regulars.faces.terminal",
        "serve",
        "--port",
        str(port),
        "--web",
        str(web),
    ]
    command += [] if worker else ["--no-worker"]
    server = subprocess.Popen(command, cwd=ROOT, env=surroundings, stderr=subprocess.DEVNULL)
    try:
        served = Served(port, server.pid, told["cookies"], told["cup"], told)
        served.wait(60)
        yield served
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def build() -> tuple[Town, dict[str, object]]:
    """Tables, the town with plenty of cups, plain static files, and Alice and Bob logged in: (town, what is told)."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from regulars.goods.catalog import actions as catalog
    from tests.town import Town

    call_command("migrate", verbosity=0, interactive=False)
    for folder in (ROOT / "regulars" / "faces").glob("*/static"):
        shutil.copytree(folder, settings.STATIC_ROOT, dirs_exist_ok=True)
    town = Town.build()
    cup = town.variant(town.cup)
    catalog.set_stock(by=town.mei_at_work(), store=town.clay, variant_id=cup.public_id, on_hand=PLENTY)
    cookies = {one.name.lower(): session_of(one) for one in (town.alice, town.bob)}
    return town, {"cookies": cookies, "cup": cup.public_id}


def session_of(person: Any) -> str:
    """The session key of a person who has just logged in."""
    from django.test import Client

    client = Client()
    client.force_login(person)
    return str(client.cookies["sessionid"].value)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
    print(json.dumps(build()[1]))

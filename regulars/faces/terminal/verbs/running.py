"""init, serve, worker, dev, settings, doctor."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.core import checks
from django.core.management import call_command

from regulars.discovery.storefront.queries.kinds import kinds
from regulars.faces.terminal.checkup import Finding, findings
from regulars.faces.terminal.say import as_json, give, tell
from regulars.faces.terminal.working import work
from regulars.ground.engines.condition import let_go

PROTOCOL = "regulars.wiring.connections:Connection"
ROOT = Path(__file__).resolve().parents[4]


AT_LEAST = 5.0  # seconds a process has to have lived to be started again


@click.command()
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def init(quiet: bool) -> None:
    """Prepare this installation: database, pages, translations. Safe to repeat."""
    prepare()
    if not quiet:
        tell(f"Ready. Data lives in {settings.REGULARS_HOME}. Next: regulars demo, or regulars serve.")


def prepare() -> None:
    """Bring database, pages and translations up to date."""
    from regulars.faces.look.build import build

    if (ROOT / "bin" / "translate").is_file():  # a checkout; a wheel carries what these make
        subprocess.run([sys.executable, str(ROOT / "bin" / "translate"), "--compile"], check=True)
        build()
    call_command("migrate", verbosity=0, interactive=False)
    collect()


def collect() -> None:
    """Copy static files under names that carry their hash, when any of them changed."""
    newest = max((file.stat().st_mtime for file in _sources() if file.is_file()), default=0)
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.stat().st_mtime >= newest:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    stamp.touch()


def _sources() -> Iterator[Path]:
    """Static files of the faces, and the styles and scripts of blocks, plug-ins' too."""
    yield from (ROOT / "regulars" / "faces").rglob("static/**/*")
    yield from (
        block.home / name for block in kinds().values() for name in (block.style, block.script) if name
    )


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=int)
@click.option("--web", default=2, show_default=True, help="Web processes.")
@click.option("--worker/--no-worker", default=True, help="Run the worker beside them.")
def serve(host: str, port: int, web: int, worker: bool) -> None:
    """Serve pages, and run the worker, until stopped. Refuses to start with settings that are wrong."""
    refuse_errors()
    # Letters and codes to scan carry this address; who has a name of their own sets it.
    os.environ.setdefault("SITE_URL", f"http://{host}:{port}")
    commands = [_web(host, port, web)]
    if worker:
        commands.append([sys.executable, "-m", "regulars.faces.terminal", "worker"])
    tell(f"Serving http://{host}:{port}/  (Ctrl-C stops)")
    sys.exit(_watch(commands))


def refuse_errors() -> None:
    """Stop with the system checks' errors, if there are any."""
    wrong = [one for one in checks.run_checks() if one.level >= checks.ERROR]
    if wrong:
        told = "\n".join(f"- {one.msg} {one.hint or ''} ({one.id})" for one in wrong)
        raise click.ClickException(f"The settings are wrong; nothing was started.\n{told}")


def _web(host: str, port: int, processes: int) -> list[str]:
    return [
        sys.executable,
        *["-m", "uvicorn", "regulars.wiring.asgi:application", "--loop", "uvloop", "--http", PROTOCOL],
        *[
            "--no-access-log",
            "--log-level",
            "warning",
            "--timeout-graceful-shutdown",
            "5",
            "--no-server-header",
        ],
        *f"--backlog 4096 --host {host} --port {port} --workers {processes}".split(),
        *([] if settings.BEHIND_PROXY else ["--no-proxy-headers"]),
    ]


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=ROOT, env=os.environ.copy())


def _watch(commands: list[list[str]]) -> int:
    """Run the commands until told to stop. One that was killed starts again; one that gives up ends the whole."""
    children = [_start(command) for command in commands]
    told = False

    def stop(*_: Any) -> None:
        nonlocal told
        told = True
        for child in children:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    begun = [time.monotonic()] * len(children)
    try:
        while not told:
            for place, child in enumerate(children):
                code = child.poll()
                if code is None or told:
                    continue
                if code >= 0 or time.monotonic() - begun[place] < AT_LEAST:
                    stop()
                    break
                begun[place] = time.monotonic()
                children[place] = _start(commands[place])
            time.sleep(0.3)
    except KeyboardInterrupt:
        pass
    stop()
    return max((child.wait(timeout=15) or 0) for child in children)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due, then stop.")
def worker(once: bool) -> None:
    """Hand facts to their listeners, run clocked tasks and queued work."""
    work(once=once)


@click.command()
@click.option("--port", default=8000, show_default=True, type=int)
@click.option("--demo/--no-demo", default=True, help="Fill an empty market with the demo town.")
@click.pass_context
def dev(ctx: click.Context, port: int, demo: bool) -> None:
    """Serve the demo town: everything a newcomer needs, in one go."""
    from regulars.faces.terminal.cards import log_in_cards
    from regulars.faces.terminal.demo.build import build_town, is_empty

    os.environ.setdefault("REGULARS_DEMO", "1")
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    if demo and is_empty():
        tell("Building the demo town; this takes a minute or two, once …")
        build_town(seed=1)
    tell(log_in_cards(port))
    ctx.invoke(serve, host="127.0.0.1", port=port, web=1, worker=True)


# What the environment calls a setting, and what the program calls it.
VARIABLES = {
    **{
        name: name
        for name in (
            "REGULARS_HOME", "DATABASE_URL", "LAKE_URL", "BEACONS_PER_MINUTE", "FILES_URL", "CACHE_URL", "SITE_URL",
            "PRIVATE_FILES_URL",
            "ALLOWED_HOSTS", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "PAYMENT_PROVIDERS", "PAY_ORIGINS",
            "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE", "EMAIL_BACKEND", "EMAIL_HOST",
            "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "CONTACTS_A_WEEK", "QUIET_HOURS",
            "UNPAID_ORDERS_AT_ONCE", "DECISIONS_KEPT", "DECISIONS_UNSHOWN", "TOGETHER_LEAST",
        )
    },
    "TRUSTED_ORIGINS": "CSRF_TRUSTED_ORIGINS",
    "REGULARS_HTTPS": "HTTPS",
    "REGULARS_BEHIND_PROXY": "BEHIND_PROXY",
    "REGULARS_DEBUG": "DEBUG",
    "REGULARS_DEMO": "DEMO",
    "REGULARS_LANGUAGE": "LANGUAGE_CODE",
    "MAIL_FROM": "DEFAULT_FROM_EMAIL",
}  # fmt: skip


@click.command("settings")
@as_json
def settings_(json: bool) -> None:
    """What is in force, by the names of the environment (passwords and secrets hidden)."""
    give({variable: _shown(name) for variable, name in VARIABLES.items()}, json)


def _shown(name: str) -> str:
    found = getattr(settings, name, os.environ.get(name, ""))
    value = ", ".join(map(str, found)) if isinstance(found, list | tuple) else str(found)
    if name.endswith("_URL") and "@" in value:
        head, tail = value.rsplit("@", 1)
        return f"{head.split('//')[0]}//…@{tail}"
    return (
        ("set" if value else "not set")
        if any(word in name for word in ("SECRET", "KEY", "PASSWORD"))
        else value
    )


@click.command()
@as_json
def doctor(json: bool) -> None:
    """Look the installation over; each finding comes with its remedy. Exit code 1 when something is wrong."""
    found = findings()
    if json:
        give({"ok": all(one.ok for one in found), "findings": [one.as_dict() for one in found]}, True)
    else:
        for one in found:
            click.echo(f"{_word(one)} {one.what}: {one.seen}")
            if not one.ok or one.warn:
                click.echo(f"     -> {one.remedy}")
    let_go()
    sys.exit(0 if all(one.ok for one in found) else 1)


def _word(one: Finding) -> str:
    return "FIX " if not one.ok else "WARN" if one.warn else "ok  "


verbs = [init, serve, worker, dev, settings_, doctor]

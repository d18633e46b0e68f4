"""One process: beacons straight to the lake, asks to the drops' lane, everything else to the pages."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from pathlib import Path
from typing import Any, cast

from regulars.wiring.bridge import App
from regulars.wiring.wsgi import application as django

THREADS = int(os.environ.get("REGULARS_THREADS", "6"))


def build() -> Any:
    """The ASGI application of one web process."""
    from django.conf import settings

    # The lake reads the signing secret when it is imported, so Django's settings come first.
    from regulars.discovery.recommend.actions.hearing import finders, hear
    from regulars.discovery.search.queries import found_first
    from regulars.ground.lake.hearing import ears
    from regulars.ground.lake.ingest import app as beacons
    from regulars.trade.drops.lane.door import PATH as DROPS
    from regulars.trade.drops.lane.door import app as drops
    from regulars.trade.drops.lane.pace import others
    from regulars.wiring.shortcut import quick
    from regulars.wiring.shortcut.pages import Pages

    others.share(Path(settings.REGULARS_HOME) / "visited")
    ears.append(hear)
    finders.append(found_first)
    pages = Pages(cast(App, django), THREADS)
    quick.serve(pages.shortcut)

    async def dispatch(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].startswith(DROPS):
            await drops(scope, receive, send)
            return
        if scope["type"] == "lifespan" or scope.get("path", "").startswith("/rt/"):
            await beacons(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        await pages(scope, receive, send)

    return dispatch


def leave_with_parent() -> None:
    """End when the process that started this one is gone: it holds the address, and nobody could serve there anew."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()


application = build()
leave_with_parent()
# What stands for good is not looked through for garbage again: a rush makes many small things, and each look took 0.1 s.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)

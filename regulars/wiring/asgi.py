"""One process: beacons straight to the lake, everything else to Django's WSGI."""

from __future__ import annotations

import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from regulars.wiring.wsgi import application as pages

THREADS = int(os.environ.get("REGULARS_THREADS", "6"))


def build() -> Any:
    """The ASGI application of one web process."""
    from regulars.ground.lake.ingest import app as beacons

    django = WSGIMiddleware(cast(Any, pages), workers=THREADS)

    async def dispatch(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan" or scope.get("path", "").startswith("/rt/"):
            await beacons(scope, receive, send)
        else:
            await django(scope, receive, send)

    return dispatch


application = build()

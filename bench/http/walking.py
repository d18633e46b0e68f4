"""A shopper as an HTTP client: cookies, form token, idempotency keys."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Awaitable, Callable

import aiohttp

ADDRESS = {
    "address": "new", "recipient": "Alice", "phone": "13800000000", "street": "1 Kiln Road", "city": "Yixing",
    "region": "Jiangsu", "country": "CN", "postcode": "214200", "email": "alice@example.com",
}  # fmt: skip
TOTAL = re.compile(r'name="expected_total_minor" value="(\d+)"')


class Walker:
    """One visitor with cookies of its own."""

    def __init__(self, session: aiohttp.ClientSession, base: str):
        self._session, self._base = session, base
        self._cookies: dict[str, str] = {"csrftoken": secrets.token_hex(16)}
        self.requests = 0

    def log_in(self, session_key: str) -> None:
        """Be the person of a session."""
        self._cookies["sessionid"] = session_key

    async def get(self, path: str) -> tuple[int, str, str]:
        """Status, text and Location of a page."""
        return await self._ask("GET", path, None)

    async def post(self, path: str, **fields: str) -> tuple[int, str, str]:
        """Send a form with token and a fresh key."""
        data = fields | {
            "csrfmiddlewaretoken": self._cookies["csrftoken"],
            "idempotency_key": secrets.token_hex(12),
        }
        return await self._ask("POST", path, data)

    async def _ask(self, method: str, path: str, data: dict[str, str] | None) -> tuple[int, str, str]:
        header = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": header, "Origin": self._base, "Referer": f"{self._base}/"}
        self.requests += 1
        async with self._session.request(
            method, self._base + path, data=data, headers=headers, allow_redirects=False
        ) as answer:
            text = await answer.text()
            for name, morsel in answer.cookies.items():
                self._cookies[name] = morsel.value
            return answer.status, text, answer.headers.get("Location", "")


async def put_in(walker: Walker, variants: list[str]) -> None:
    """Three adds, as a shopper would; the basket page afterwards."""
    for variant in variants:
        status, _text, _to = await walker.post("/basket/add", variant=variant, quantity="1")
        assert status in (302, 303), status


async def order(walker: Walker, variants: list[str]) -> str:
    """Adds, checkout, payment by the test provider; the last page's text."""
    await put_in(walker, variants)
    mine = ADDRESS | {"email": f"{secrets.token_hex(6)}@example.com"}
    status, page, _to = await walker.get("/checkout/CNY/")
    found = TOTAL.search(page)
    assert status == 200, status
    assert found, "the checkout page names no total"
    status, page, to = await walker.post("/checkout/CNY/", expected_total_minor=found[1], **mine)
    assert status == 303, (status, page[:500])
    status, _page, to = await walker.post(f"{to}start", provider="test")
    assert status == 303, status
    status, _page, to = await walker.post(f"{to.rstrip('/')}/decide", button="pay")
    assert status in (302, 303), status
    status, page, _to = await walker.get(to)
    return page


async def measured(
    walks: int, clients: int, base: str, walk: Callable[[Walker, int], Awaitable[None]]
) -> tuple[list[float], int]:
    """Run `walks` walks with `clients` at once; seconds of each, and requests in all."""
    numbers = iter(range(walks))
    seconds: list[float] = []
    requests = 0

    async def client(session: aiohttp.ClientSession) -> None:
        nonlocal requests
        for number in numbers:
            walker = Walker(session, base)
            started = time.perf_counter()
            await walk(walker, number)
            seconds.append(time.perf_counter() - started)
            requests += walker.requests

    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        await asyncio.gather(*(client(session) for _ in range(clients)))
    return seconds, requests

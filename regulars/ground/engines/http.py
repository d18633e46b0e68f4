"""The one HTTP client: foreign addresses only, small answers only, never for long.

Every other way of fetching (requests, urllib, httpx) is forbidden elsewhere by the linter.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import requests_hardened
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError as UrllibError

CONNECT_SECONDS = 2.0
TOTAL_SECONDS = 20.0
MAX_BYTES = 20 * 1024 * 1024
MAX_URL = 2048
CHUNK = 64 * 1024
AGENT = "Regulars/0.1"
REDIRECTS = frozenset({301, 302, 303, 307, 308})

HOST_NAME = re.compile(
    r"(?=.{1,253}\Z)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?\.?"
)
URL_SIGNS = re.compile(r"[!-\[\]-~]+")
NEVER = tuple(
    ipaddress.ip_network(net)
    for net in (
        "::/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/23",
        "2002::/16",
        "100.64.0.0/10",
        "192.88.99.0/24",
    )
)


class HttpProblem(Exception):
    """Base of all that may go wrong with a request."""


class ForbiddenAddress(HttpProblem):
    """The address is not a public one, or is spelled to look like something else."""


class Unreachable(HttpProblem):
    """No connection, or it broke."""


class TooSlow(HttpProblem):
    """The time for the whole exchange is over."""


class TooLarge(HttpProblem):
    """The answer is longer than allowed."""


@dataclass(frozen=True)
class Answer:
    """What came back. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def ok(self) -> bool:
        """True for 2xx."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON. Raises ValueError."""
        return json.loads(self.body)


@dataclass
class Deadline:
    """The end of one exchange: at that moment its sockets are shut, whatever they do."""

    until: float
    sockets: list[socket.socket] = field(default_factory=list)
    passed: bool = False

    def left(self) -> float:
        """Seconds left, at least a moment."""
        return max(0.001, self.until - time.monotonic())

    def watch(self, connected: socket.socket) -> None:
        """Shut this connection too. A duplicate survives the wrapping into TLS."""
        self.sockets.append(socket.socket(fileno=os.dup(connected.fileno())))

    def strike(self) -> None:
        """The time is over."""
        self.passed = True
        for open_socket in self.sockets:
            with suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Close the duplicates."""
        for open_socket in self.sockets:
            open_socket.close()


_loopback: ContextVar[bool] = ContextVar("loopback_allowed", default=False)
_deadline: ContextVar[Deadline | None] = ContextVar("http_deadline", default=None)
_resolver = ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolver")


@contextmanager
def loopback_allowed() -> Iterator[None]:
    """For tests only: let this thread reach 127.0.0.1 and ::1."""
    token = _loopback.set(True)
    try:
        yield
    finally:
        _loopback.reset(token)


def get(
    url: str, *, headers: Mapping[str, str] | None = None, follow: int = 0, seconds: float = TOTAL_SECONDS
) -> Answer:
    """GET a public address; up to `follow` redirects, each checked like the first. Raises HttpProblem."""
    return _exchange("GET", url, dict(headers or {}), None, follow, seconds)


def post(
    url: str,
    *,
    data: bytes | None = None,
    send_json: Any = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = TOTAL_SECONDS,
) -> Answer:
    """POST bytes, or `send_json` as JSON, to a public address; never redirected. Raises HttpProblem."""
    sent = dict(headers or {})
    if data is None and send_json is not None:
        data = json.dumps(send_json, ensure_ascii=False).encode()
        sent.setdefault("Content-Type", "application/json")
    return _exchange("POST", url, sent, data or b"", 0, seconds)


def check_address(url: str) -> None:
    """Refuse at once what could never be fetched (for forms that take an address). Raises ForbiddenAddress.

    Says nothing about where the name leads: that is checked at each connection.
    """
    if len(url) > MAX_URL or URL_SIGNS.fullmatch(url) is None:
        raise ForbiddenAddress("not a plain web address")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise ForbiddenAddress("not a web address") from problem
    if parts.scheme not in ("http", "https"):
        raise ForbiddenAddress("only http and https")
    if "@" in parts.netloc or "%" in parts.netloc:
        raise ForbiddenAddress("no names or escapes before the host")
    if not _is_address(host) and HOST_NAME.fullmatch(host) is None:
        raise ForbiddenAddress("not a host name")
    if f".{host}".rstrip(".").endswith(".localhost") and not _loopback.get():
        raise ForbiddenAddress("not a public address")
    if _is_address(host):
        check_ip(host)


def check_ip(text: str) -> None:
    """Refuse every address that is not public. Raises ForbiddenAddress."""
    ip = ipaddress.ip_address(text)
    ip = (ip.ipv4_mapped or ip) if isinstance(ip, ipaddress.IPv6Address) else ip
    if _loopback.get() and ip.is_loopback:
        return
    hidden = any(ip in net for net in NEVER if net.version == ip.version)
    if hidden or not ip.is_global or ip.is_multicast or ip.is_reserved:
        raise ForbiddenAddress("not a public address")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _exchange(
    method: str, url: str, headers: dict[str, str], data: bytes | None, follow: int, seconds: float
) -> Answer:
    deadline = Deadline(time.monotonic() + min(seconds, TOTAL_SECONDS))
    timer = threading.Timer(deadline.left(), deadline.strike)
    timer.daemon = True
    token = _deadline.set(deadline)
    timer.start()
    try:
        return _hops(method, url, headers, data, follow)
    except Exception as problem:
        raise _named(problem, deadline) from problem
    finally:
        timer.cancel()
        _deadline.reset(token)
        deadline.release()


def _named(problem: Exception, deadline: Deadline) -> Exception:
    """The problem in our own words; what we did not expect stays itself."""
    causes = [problem, problem.__cause__, problem.__context__]
    for cause in causes:
        if isinstance(cause, InvalidIPAddress):
            return ForbiddenAddress("not a public address")
    if deadline.passed or any(isinstance(cause, requests.Timeout) for cause in causes):
        return TooSlow("no full answer in time")
    if isinstance(problem, requests.RequestException | UrllibError | OSError):
        return Unreachable(type(problem).__name__)
    return problem


def _hops(method: str, url: str, headers: dict[str, str], data: bytes | None, follow: int) -> Answer:
    for _hop in range(follow + 1):
        answer = _once(method, url, headers, data)
        target = answer.headers.get("location")
        if answer.status not in REDIRECTS or not follow or target is None:
            return answer
        if urlsplit(urljoin(url, target)).netloc != urlsplit(url).netloc:
            headers = {}
        url = urljoin(url, target)
    raise Unreachable("too many redirects")


def _once(method: str, url: str, headers: dict[str, str], data: bytes | None) -> Answer:
    check_address(url)
    with _session() as session:
        session.trust_env = False
        sent = {"Accept-Encoding": "identity", **headers}
        with session.request(method, url, data=data, headers=sent, stream=True) as response:
            body = b"".join(_limited(response))
            got = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, got, body, url)


def _limited(response: requests.Response) -> Iterator[bytes]:
    total = 0
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > MAX_BYTES:
        raise TooLarge("the answer is longer than 20 MB")
    for chunk in response.iter_content(CHUNK):
        total += len(chunk)
        if total > MAX_BYTES:
            raise TooLarge("the answer is longer than 20 MB")
        yield chunk
    deadline = _deadline.get()
    if deadline is not None and deadline.passed:
        raise TooSlow("no full answer in time")


def _session() -> requests_hardened.HTTPSession:
    session = requests_hardened.HTTPSession(
        requests_hardened.Config(
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=_loopback.get(),
            never_redirect=True,
            default_timeout=(CONNECT_SECONDS, TOTAL_SECONDS),
            user_agent_override=AGENT,
        )
    )
    session.mount("http://", Adapter(is_https_proto=False, allow_loopback=_loopback.get()))
    session.mount("https://", Adapter(is_https_proto=True, allow_loopback=_loopback.get()))
    return session


class Adapter(IPFilterAdapter):  # type: ignore[misc]
    """Pins each request to one checked address and hands its sockets to the deadline."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": Pool, "https": SecurePool}

    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> Any:
        """Look the name up with the connection's patience, not the system's."""
        looked_up = _resolver.submit(super().build_connection_pool_key_attributes, *args, **kwargs)
        try:
            return looked_up.result(CONNECT_SECONDS)
        except TooLate as problem:
            raise requests.ConnectTimeout("name look-up") from problem


def _guarded(connected: socket.socket) -> socket.socket:
    deadline = _deadline.get()
    if deadline is not None:
        deadline.watch(connected)
        if deadline.passed:
            deadline.strike()
    return connected


class Connection(HTTPConnection):
    """Checks the address itself once more, at the last moment."""

    def _new_conn(self) -> socket.socket:
        check_ip(self.host.strip("[]"))
        return _guarded(super()._new_conn())


class SecureConnection(HTTPSConnection):
    """The same under TLS."""

    def _new_conn(self) -> socket.socket:
        check_ip(self.host.strip("[]"))
        return _guarded(super()._new_conn())


class Pool(HTTPConnectionPool):
    """Makes checked connections."""

    ConnectionCls = Connection


class SecurePool(HTTPSConnectionPool):
    """Makes checked connections."""

    ConnectionCls = SecureConnection

"""The client reaches the public net only, takes small answers only, and never waits long."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from regulars.ground.engines import http
from regulars.ground.engines.http import ForbiddenAddress, TooLarge, TooSlow, Unreachable
from tests.postgresql import free_port

SPELLINGS = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://localhost./",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://0x7f.0.0.1/",
    "http://0x7f000001/",
    "http://127.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1%25eth0]/",
    "http://[fd00:ec2::254]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://8.8.8.8@127.0.0.1/",
    "http://127.0.0.1:80@127.0.0.1/",
    "http://example.com\\@127.0.0.1/",
    "http:\\\\127.0.0.1/",
    "http://127.0.0.1%2f@example.com/",
    "http://\uff11\uff12\uff17.0.0.1/",
    "http://\u2460\u2461\u2466.0.0.1/",
    "http://127.0.0.1\t/",
    "http://exa\nmple.com/",
    " http://127.0.0.1/",
    "http:///etc/passwd",
    "http://",
    "//127.0.0.1/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "ftp://127.0.0.1/",
    "dict://127.0.0.1:11211/stat",
    "jar:http://127.0.0.1!/x",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/info",
]

Handler = Callable[[socket.socket, int], None]


@contextmanager
def server(*handlers: Handler, heard: list[bytes] | None = None) -> Iterator[int]:
    """A local server that gives each connection, in order, to the next handler; `heard`: what it was sent."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(listening, port, handlers, heard), daemon=True)
        thread.start()
        yield port
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def _serve(
    listening: socket.socket, port: int, handlers: tuple[Handler, ...], heard: list[bytes] | None
) -> None:
    for handler in handlers:
        with suppress(OSError):
            connected, _ = listening.accept()
            with connected:
                asked = _request(connected)
                if heard is not None:
                    heard.append(asked)
                handler(connected, port)


def _request(connected: socket.socket) -> bytes:
    """All of a request: whoever closes with some of it unread resets the connection, and the answer may be lost."""
    asked = connected.recv(65536)
    while asked.startswith((b"GET", b"POST")) and (more := _missing(asked)):
        got = connected.recv(more)
        if not got:
            break
        asked += got
    return asked


def _missing(asked: bytes) -> int:
    head, ended, body = asked.partition(b"\r\n\r\n")
    if not ended:
        return 1
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    return max(int(length[1]) - len(body), 0) if length else 0


def answer(text: str) -> Handler:
    return lambda connected, port: connected.sendall(text.replace("PORT", str(port)).encode())


OK = answer('HTTP/1.1 200 OK\r\nX-Thing: 1\r\nContent-Length: 13\r\n\r\n{"good":true}')


def drip(first: str) -> Handler:
    def handle(connected: socket.socket, _port: int) -> None:
        connected.sendall(first.encode())
        closed = threading.Event()
        while not closed.wait(0.05):
            connected.sendall(b"x")

    return handle


def flood(connected: socket.socket, _port: int) -> None:
    connected.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(10_000):
        connected.sendall(b"x" * 1_000_000)


@pytest.fixture(autouse=True)
def no_proxy_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")


@pytest.mark.parametrize("url", SPELLINGS)
def test_inner_addresses_are_refused_however_they_are_spelled(url: str) -> None:
    with pytest.raises(ForbiddenAddress):
        http.get(url)


def test_no_connection_reaches_an_inner_server() -> None:
    hits: list[int] = []
    with server(lambda connected, port: hits.append(port)) as port:
        for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"):
            with pytest.raises(ForbiddenAddress):
                http.post(f"http://{host}:{port}/", data=b"x")
    assert hits == []


def test_a_get_answers() -> None:
    with server(OK) as port, http.loopback_allowed():
        got = http.get(f"http://127.0.0.1:{port}/a")
    assert (got.status, got.ok, got.json(), got.headers["x-thing"]) == (200, True, {"good": True}, "1")


def test_a_post_sends_json() -> None:
    heard: list[bytes] = []
    with server(OK, heard=heard) as port, http.loopback_allowed():
        assert http.post(f"http://127.0.0.1:{port}/", send_json={"茶": 1}).ok
    (asked,) = heard
    assert asked.decode().endswith('\r\n\r\n{"茶": 1}')


def test_allowing_loopback_ends_with_its_block() -> None:
    with http.loopback_allowed():
        pass
    with pytest.raises(ForbiddenAddress):
        http.get("http://127.0.0.1:1/")


def test_allowing_loopback_allows_nothing_else() -> None:
    with http.loopback_allowed(), pytest.raises(ForbiddenAddress):
        http.get("http://169.254.169.254/")


def test_names_are_resolved_once_and_the_connection_goes_where_the_check_looked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: the second answer would be the inner one."""
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])
    asked: list[str] = []
    met: list[tuple[str, int]] = []

    def look_up(host: str, port: int, *_: object, **__: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        met.append(address)
        raise OSError("far away")

    monkeypatch.setattr("requests_hardened.ip_filter.socket.getaddrinfo", look_up)
    monkeypatch.setattr("urllib3.connection.connection.create_connection", connect)
    with pytest.raises(Unreachable):
        http.get("http://rebind.example:8080/")
    assert asked == ["rebind.example"]
    assert met == [("93.184.216.34", 8080)]


def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", 80))]
    monkeypatch.setattr("requests_hardened.ip_filter.socket.getaddrinfo", lambda *_, **__: inside)
    with pytest.raises(ForbiddenAddress):
        http.get("http://inside.example/")


def test_the_address_is_checked_again_at_the_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("requests_hardened.ip_filter_adapter.filter_host", lambda *_, **__: "10.1.2.3")
    with pytest.raises(ForbiddenAddress):
        http.get("http://inside.example/")


def test_redirects_are_not_followed_unless_asked() -> None:
    with (
        server(
            answer("HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n")
        ) as port,
        http.loopback_allowed(),
    ):
        assert http.get(f"http://127.0.0.1:{port}/").status == 302


@pytest.mark.parametrize(
    "inner", ["http://169.254.169.254/", "file:///etc/passwd", "//10.0.0.1/", "http://2130706434/"]
)
def test_redirects_inside_are_refused(inner: str) -> None:
    moved = answer(f"HTTP/1.1 302 Found\r\nLocation: {inner}\r\nContent-Length: 0\r\n\r\n")
    with server(moved) as port, http.loopback_allowed(), pytest.raises(ForbiddenAddress):
        http.get(f"http://127.0.0.1:{port}/", follow=3)


def test_redirects_are_followed_so_often_and_no_more() -> None:
    moved = answer("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:PORT/b\r\nContent-Length: 0\r\n\r\n")
    with server(moved, OK) as port, http.loopback_allowed():
        assert http.get(f"http://127.0.0.1:{port}/", follow=1).url.endswith("/b")
    with server(moved, moved) as port, http.loopback_allowed(), pytest.raises(Unreachable):
        http.get(f"http://127.0.0.1:{port}/", follow=1)


@pytest.mark.parametrize(
    "first",
    [
        "",
        "HTTP/1.1 200 OK\r\nX-Slow: ",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
    ],
)
def test_a_slow_drip_is_cut_off(first: str) -> None:
    with server(drip(first)) as port, http.loopback_allowed(), pytest.raises(TooSlow):
        http.get(f"http://127.0.0.1:{port}/", seconds=0.4)


def test_silence_is_cut_off() -> None:
    over = threading.Event()

    def silent(_connected: socket.socket, _port: int) -> None:
        over.wait(5)

    with server(silent) as port, http.loopback_allowed():
        with pytest.raises(TooSlow):
            http.get(f"http://127.0.0.1:{port}/", seconds=0.3)
        over.set()


def test_a_drip_during_the_tls_handshake_is_cut_off() -> None:
    with (
        server(drip("\x16\x03\x03\x3f\xff")) as port,
        http.loopback_allowed(),
        pytest.raises((TooSlow, Unreachable)),
    ):
        http.get(f"https://127.0.0.1:{port}/", seconds=0.4)


def test_nobody_can_ask_for_more_than_20_seconds() -> None:
    assert http.CONNECT_SECONDS + 18 == http.TOTAL_SECONDS == 20
    assert http.Deadline(0).left() <= 0.001


def test_ten_gigabytes_are_cut_off_at_twenty_megabytes() -> None:
    with server(flood) as port, http.loopback_allowed(), pytest.raises(TooLarge):
        http.get(f"http://127.0.0.1:{port}/")


def test_an_announced_giant_is_not_read_at_all() -> None:
    giant = answer("HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n")
    with server(giant) as port, http.loopback_allowed(), pytest.raises(TooLarge):
        http.get(f"http://127.0.0.1:{port}/")


def test_a_closed_port_is_unreachable() -> None:
    with http.loopback_allowed(), pytest.raises(Unreachable):
        http.get(f"http://127.0.0.1:{free_port()}/")


def test_sockets_do_not_pile_up() -> None:
    deadline = http.Deadline(0)
    near, far = socket.socketpair()
    with near, far:
        deadline.watch(near)
        deadline.strike()
        assert far.recv(1) == b""
        deadline.release()
        assert deadline.sockets[0].fileno() == -1


@pytest.mark.parametrize(
    "url", ["https://example.com/hook?a=b#c", "http://xn--fiqs8s.example:8080/", "https://8.8.8.8/"]
)
def test_ordinary_addresses_pass_the_first_check(url: str) -> None:
    http.check_address(url)

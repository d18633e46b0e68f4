"""Letters over a mail server that takes them, refuses somebody, or does not answer."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_string, policy
from email.message import EmailMessage
from typing import Any

import pytest

from regulars.ground.kit import clock
from regulars.loyalty.outreach import queries, tasks
from tests.loyalty.outreach.writing import NOON, allow, due, group, states
from tests.town import Town


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks just enough SMTP; keeps what it was given."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.letters: list[str] = []
        self.unwanted: set[str] = set()


class Talk(socketserver.StreamRequestHandler):
    """One conversation."""

    server: MailServer

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.partition(" ")[0].upper()
            if verb == "RCPT" and any(one in line for one in self.server.unwanted):
                self.say("550 nobody of that name")
            elif verb == "DATA":
                self.say("354 go on")
                self.server.letters.append(self.letter())
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def letter(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        return "".join(lines)


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with MailServer() as found:
        thread = threading.Thread(target=found.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = found.server_address
        yield found
        found.shutdown()


def written(town: Town) -> dict[str, str]:
    """A message by e-mail to Alice and Bob: what became of it."""
    both = [town.alice, town.bob]
    allow(town.clay, both, channel="email")
    row = due(town.clay, group(town.clay, both), channel="email")
    tasks.send_due()
    return states(row)


def test_letters_arrive_whole_with_the_way_out_in_one_piece(town: Town, server: MailServer) -> None:
    with clock.at(NOON):
        assert written(town) == {"Alice": "sent", "Bob": "sent"}
    read = [message_from_string(text, _class=EmailMessage, policy=policy.default) for text in server.letters]
    assert {str(one["To"]) for one in read} == {"alice@example.com", "bob@example.com"}
    for one in read:
        link = str(one["List-Unsubscribe"]).strip(" <>")
        found = queries.subscription(link.rstrip("/").rpartition("/")[2])
        assert (found.relation.person.email, found.channel) == (str(one["To"]), "email")
        assert one["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        body = one.get_body(("plain",))
        assert body is not None
        assert link in body.get_content()


def test_an_address_that_is_refused_is_said_so_in_the_log(town: Town, server: MailServer) -> None:
    server.unwanted = {"bob@example.com"}
    with clock.at(NOON):
        assert written(town) == {"Alice": "sent", "Bob": "failed"}
        assert queries.budget_of(town.bob.pk).used == 0


def test_while_nobody_answers_the_letters_wait(town: Town, server: MailServer) -> None:
    server.shutdown()
    server.server_close()
    with clock.at(NOON):
        assert written(town) == {"Alice": "waiting", "Bob": "waiting"}
        assert queries.budget_of(town.alice.pk).used == 0

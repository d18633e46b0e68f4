"""The log-in cards that `bin/dev` prints."""

from __future__ import annotations

PASSWORD = "regulars-demo"
CARDS = (
    ("Shopper", "alice@example.com", "/", "a regular of several stores"),
    ("Merchant", "mei@example.com", "/desk/", "owns Purple Clay House"),
    ("Reception", "lin@example.com", "/desk/", "staff of Mei with one right"),
    ("Operator", "olga@example.com", "/console/", "runs the market"),
)


def log_in_cards(port: int) -> str:
    """One line per role: where to go and how to log in."""
    lines = [
        f"  {role:<10} {email:<20} http://127.0.0.1:{port}{path:<10} {words}"
        for role, email, path, words in CARDS
    ]
    head = f"Open http://127.0.0.1:{port}/ and log in as any of these; the password is {PASSWORD}"
    return "\n".join(["", head, *lines, ""])

"""verify-draw."""

from __future__ import annotations

from pathlib import Path

import click

from regulars.faces.terminal.say import as_json, give
from regulars.trade.draws.rules.proof import Tampered, Verdict, verify


@click.command("verify-draw")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--commitment", default="", help="The seed's fingerprint you noted when you took part.")
@click.option("--lot", default="", help="The id of your own lot: it must be among those drawn.")
@as_json
def verify_draw(file: Path, commitment: str, lot: str, json: bool) -> None:
    """Compute a lottery's draw again from the file its page gives. Exit code 1, with the reason, when it does not hold.

    Needs nothing but the file: no network, no database, no market.
    """
    raw = file.read_bytes()
    try:
        found = verify(raw)
        _expected(found, raw, commitment, lot)
    except Tampered as wrong:
        raise click.ClickException(wrong.reason) from wrong
    give(told(found), json)


def told(found: Verdict) -> dict[str, object]:
    """What was verified, in words."""
    said: dict[str, object] = {
        "draw": found.draw,
        "verdict": "it holds" if found.drawn else "it holds so far; it is not drawn yet",
        "lots": found.entries,
        "commitment": found.commitment,
        "digest": found.digest,
    }
    return said | {f"lot {number}": title for number, title in found.winners}


def _expected(found: Verdict, raw: bytes, commitment: str, lot: str) -> None:
    if commitment and commitment.strip().lower() != found.commitment:
        raise Tampered("The seed's fingerprint is not the one you noted.")
    if lot and f'"{lot.strip()}"'.encode() not in raw:
        raise Tampered("Your lot is not among those drawn.")


verbs = [verify_draw]

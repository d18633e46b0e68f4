"""The policy of a name, ready to be asked about past decisions."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regulars.discovery.decisions.hooks import UnknownPolicy, kinds, rescored
from regulars.discovery.decisions.rules.naming import BUILT_IN, BadWeights, Named, named
from regulars.discovery.decisions.rules.policies import (
    Policy,
    as_logged,
    by_good,
    by_lot,
    by_score,
    reweighed,
)
from regulars.goods.catalog.models import Product
from regulars.ground import lake
from regulars.ground.kit.refusals import Refusal

LATELY = timedelta(days=90)


class NoSuchPolicy(Refusal):
    """Nobody knows a way of choosing with that name."""

    status = 422
    code = "no-such-policy"

    def __init__(self) -> None:
        known = known_policies()
        super().__init__(
            _("There is no such way of choosing. Take one of: %(known)s.") % {"known": known},
            param="policy",
            known=known,
        )


class WrongWeights(Refusal):
    """The weights cannot be read."""

    status = 422
    code = "wrong-weights"
    sentence = _("Write weights like taste=2,popularity=0.5, with numbers from 0 to 1,000.")


def known_policies() -> str:
    """How policies may be named."""
    return ", ".join((*BUILT_IN, "weights:…", *(f"{kind}:…" for kind in kinds())))


def read_policy(text: str, weights: str = "") -> Named:
    """The policy a text names, checked as far as possible without the log. Raises NoSuchPolicy, WrongWeights."""
    try:
        found = named(text, weights)
    except BadWeights as error:
        raise WrongWeights(param="policy") from error
    if found.kind in (*BUILT_IN, "weights"):
        if found.kind in BUILT_IN and found.version:
            raise NoSuchPolicy()
        return found
    try:
        rescored(found.kind, found.version)
    except UnknownPolicy as error:
        raise NoSuchPolicy() from error
    return found


def policy_of(name: Named, at: datetime) -> Policy:
    """How the policy chooses; what is popular is what was bought in the 90 days before `at`. Raises NoSuchPolicy."""
    if name.kind == "current":
        return as_logged
    if name.kind == "random":
        return by_lot
    if name.kind == "popular":
        return by_score(by_good(_sold(at)))
    if name.kind == "newest":
        return by_score(by_good(_published(at)))
    if name.kind == "weights":
        return by_score(reweighed(name.weights))
    try:
        return by_score(rescored(name.kind, name.version))
    except UnknownPolicy as error:
        raise NoSuchPolicy() from error


def _sold(at: datetime) -> dict[str, float]:
    """Pieces paid for in the days before, by public id."""
    moments = [moment.replace(tzinfo=None) for moment in (at - LATELY, at)]
    rows = lake.connection().con.execute(_SOLD, moments).fetchall()
    return {product: float(pieces) for product, pieces in rows}


def _published(at: datetime) -> dict[str, float]:
    rows = Product.objects.across_stores("the newest goods of the market").filter(published_at__lt=at)
    found = rows.values_list("public_id", "published_at")
    return {product: moment.timestamp() for product, moment in found.iterator(chunk_size=2000) if moment}


_SOLD = """
SELECT json_extract_string(line, '$.product'), sum(CAST(json_extract_string(line, '$.quantity') AS BIGINT))
FROM (SELECT unnest(from_json(json_extract(body, '$.lines'), '["json"]')) AS line FROM facts
      WHERE name = 'trade.order-paid.v1' AND "at" >= ? AND "at" < ?)
GROUP BY 1
"""

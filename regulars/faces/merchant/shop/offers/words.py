"""An offer's rule in words, from its terms: the same sentence in the form, in the list and for shoppers' eyes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.look.membership import birthday, for_members, on_days
from regulars.faces.look.speech import money


class Saying:
    """Amounts of one currency in the reader's language."""

    def __init__(self, currency: str) -> None:
        self.currency = currency

    def money(self, minor: int) -> str:
        """The amount as people write it."""
        return money(minor, self.currency)

    def rule(self, kind: str, terms: Mapping[str, Any]) -> str:
        """What comes off, and from when on."""
        if kind == "free-freight":
            return self._freight(terms)
        if kind == "item-price":
            return self._cut(terms)
        if "pot" in terms:
            return self._pot(terms)
        parts = [self._tier(tier, bool(terms.get("repeats"))) for tier in terms.get("tiers", ())]
        said = _("; ").join(parts)
        if terms.get("cap_minor"):
            said += _(", at most %(amount)s") % {"amount": self.money(terms["cap_minor"])}
        return said

    def _tier(self, tier: Mapping[str, Any], repeats: bool) -> str:
        off = self.off(tier)
        threshold = tier.get("threshold_minor") or 0
        if not threshold:
            return _("%(off)s off") % {"off": off}
        words = {"off": off, "from": self.money(threshold)}
        return (_("%(off)s off for every %(from)s") if repeats else _("%(off)s off from %(from)s")) % words

    def off(self, tier: Mapping[str, Any]) -> str:
        """The amount or the percentage of a tier."""
        if tier.get("percent_bp"):
            return f"{tier['percent_bp'] / 100:g}%"
        return self.money(tier.get("off_minor") or 0)

    def _freight(self, terms: Mapping[str, Any]) -> str:
        threshold = (terms.get("tiers") or [{}])[0].get("threshold_minor") or 0
        if not threshold:
            return _("Free delivery")
        return _("Free delivery from %(from)s") % {"from": self.money(threshold)}

    def _cut(self, terms: Mapping[str, Any]) -> str:
        if terms.get("fixed_minor") is not None:
            return _("Now %(amount)s") % {"amount": self.money(terms["fixed_minor"])}
        return _("%(off)s off each") % {"off": self.off((terms.get("tiers") or [{}])[0])}

    def _pot(self, terms: Mapping[str, Any]) -> str:
        pot = terms["pot"]
        threshold = (terms.get("tiers") or [{}])[0].get("threshold_minor") or 0
        words = {"low": self.money(pot["min_minor"]), "high": self.money(pot["max_minor"])}
        said = (
            _("%(high)s in every envelope")
            if words["low"] == words["high"]
            else _("%(low)s to %(high)s by chance")
        ) % words
        return said + (_(", counts from %(from)s") % {"from": self.money(threshold)} if threshold else "")

    def limits(self, offer: Mapping[str, Any]) -> list[str]:
        """Everything else a shopper must know: how many, how often, for whom, until when."""
        terms, found = offer["terms"], []
        many = len((terms.get("scope") or {}).get("ids", ()))
        if many:
            found.append(
                ngettext("For %(n)s chosen product.", "For %(n)s chosen products.", many) % {"n": many}
            )
        if offer.get("per_person"):
            once = offer["per_person"]
            found.append(ngettext("%(n)s each person.", "%(n)s each person.", once) % {"n": once})
        if offer.get("cap_count"):
            count = offer["cap_count"]
            found.append(ngettext("%(n)s in all.", "%(n)s in all.", count) % {"n": f"{count:,}"})
        if offer.get("cap_minor"):
            found.append(_("Budget %(amount)s.") % {"amount": self.money(offer["cap_minor"])})
        if terms.get("only_new"):
            found.append(_("Only for a first order in your store."))
        if "birthday" in terms:
            found.append(birthday(terms["birthday"]))
        found += [said for said in (for_members(terms.get("from_tier")), on_days(terms)) if said]
        if terms.get("needs_code"):
            found.append(_("With a code."))
        if offer.get("exclusive"):
            found.append(_("Only for the people you choose."))
        if terms.get("claim_days"):
            days = terms["claim_days"]
            found.append(
                ngettext("Good for %(n)s day after taking it.", "Good for %(n)s days after taking it.", days)
                % {"n": days}
            )
        return found


def period(starts_at: datetime, ends_at: datetime, show: Any) -> str:
    """From when until when; `show` writes a moment for the reader."""
    return f"{show(starts_at)} – {show(ends_at)}"

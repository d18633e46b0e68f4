"""The actions of the audit trail as a person would say them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "merchants.open_store": _("Opened the store"),
    "merchants.change_store": _("Changed the store"),
    "merchants.close_store": _("Closed the store"),
    "merchants.reopen_store": _("Opened the store again"),
    "merchants.suspend": _("Suspended the store"),
    "merchants.restore": _("Restored the store"),
    "merchants.invite": _("Invited somebody"),
    "merchants.change_role": _("Changed a role"),
    "merchants.remove_staff": _("Removed somebody"),
    "catalog.add_product": _("Made a product"),
    "catalog.change_product": _("Changed a product"),
    "catalog.publish_product": _("Put a product on sale"),
    "catalog.unpublish_product": _("Hid a product"),
    "catalog.retire_product": _("Retired a product"),
    "catalog.add_variant": _("Added a variant"),
    "catalog.change_variant": _("Changed a variant"),
    "catalog.retire_variant": _("Retired a variant"),
    "catalog.set_price": _("Changed a price"),
    "catalog.set_stock": _("Counted stock"),
    "catalog.adjust_stock": _("Changed stock"),
    "catalog.begin_import": _("Began an import"),
    "catalog.finish_import": _("Finished an import"),
    "media.store-picture": _("Uploaded a picture"),
    "media.remove-picture": _("Removed a picture"),
    "media.describe-picture": _("Described a picture"),
    "offers.create": _("Drafted an offer"),
    "offers.change": _("Changed an offer"),
    "offers.publish": _("Published an offer"),
    "offers.stop": _("Stopped an offer"),
    "offers.join": _("Joined an offer of the market"),
    "offers.leave": _("Left an offer of the market"),
    "offers.make_codes": _("Made codes"),
    "offers.name_code": _("Named a code"),
    "offers.meant_for": _("Chose people for an offer"),
    "offers.give_claims": _("Handed out coupons"),
    "offers.claim": _("Took a coupon"),
    "offers.open_red_envelope": _("Opened a red envelope"),
    "customers.write_note": _("Wrote a note about a customer"),
    "customers.give_consent": _("Gave consent"),
    "customers.withdraw_consent": _("Withdrew consent"),
    "orders.place": _("Ordered"),
    "orders.cancel_group": _("Cancelled an order"),
    "orders.withdraw_return": _("Withdrew a return"),
    "orders.receive_return": _("Took returned goods in"),
    "orders.dispute": _("Asked the market to decide"),
    "orders.accept": _("Accepted an order"),
    "orders.ship": _("Shipped an order"),
    "orders.ship_many": _("Shipped several orders"),
    "orders.deliver": _("Delivered an order"),
    "orders.confirm": _("Confirmed an order"),
    "orders.refuse_order": _("Refused an order"),
    "orders.ask_return": _("Asked for a return"),
    "orders.accept_return": _("Accepted a return"),
    "orders.refuse_return": _("Refused a return"),
    "orders.refund_lines": _("Gave money back"),
    "orders.decide_dispute": _("Decided a dispute"),
    "merchants.take_export": _("Took all data along"),
}


def said(action: str) -> str:
    """The action in words; its name with spaces where it has none yet."""
    return str(WORDS.get(action) or action.partition(".")[2].replace("_", " ").replace("-", " "))

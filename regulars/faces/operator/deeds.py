"""What is on record, said in words: actions as sentences, and the facts noted with them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as pgettext

from regulars.faces.look.speech import listed
from regulars.faces.operator.words import RIGHTS, ROLES, money, named, percent

PARTS = {
    "": lazy("Every action"),
    "accounts.": lazy("People and roles"),
    "bus.": lazy("Messages between parts"),
    "catalog.": lazy("Products, categories, brands"),
    "customers.": lazy("Customers"),
    "draws.": lazy("Lotteries and trials"),
    "lists.": lazy("Lists"),
    "media.": lazy("Pictures"),
    "merchants.": lazy("Stores"),
    "guard.": lazy("Offers"),
    "offers.": lazy("Offers"),
    "orders.": lazy("Orders and returns"),
    "outreach.": lazy("Messages of stores"),
    "payments.": lazy("Payments"),
    "reviews.": lazy("Reviews"),
    "search.": lazy("Search"),
    "services.": lazy("Service plans"),
    "segments.": lazy("Segments of customers"),
    "settlement.": lazy("Ledger and payouts"),
}
DEEDS: dict[str, str | Promise] = {
    "accounts.create_person": lazy("Account created"),
    "accounts.grant_market_role": lazy("Role in the market granted"),
    "accounts.set_password": lazy("Password set"),
    "accounts.sign_up": lazy("Signed up"),
    "accounts.withdraw_market_role": lazy("Role in the market withdrawn"),
    "bus.redeliver": lazy("Message delivered again"),
    "catalog.add_brand": lazy("Brand added"),
    "catalog.add_category": lazy("Category added"),
    "catalog.add_product": lazy("Product added"),
    "catalog.add_variant": lazy("Variant added"),
    "catalog.adjust_stock": lazy("Stock adjusted"),
    "catalog.begin_import": lazy("Import of products begun"),
    "catalog.change_category": lazy("Category changed"),
    "catalog.change_product": lazy("Product changed"),
    "catalog.change_variant": lazy("Variant changed"),
    "catalog.finish_import": lazy("Import of products finished"),
    "catalog.move_category": lazy("Category moved"),
    "catalog.publish_product": lazy("Product put on sale"),
    "catalog.retire_brand": lazy("Brand retired"),
    "catalog.retire_category": lazy("Category retired"),
    "catalog.retire_product": lazy("Product taken off sale for good"),
    "catalog.retire_variant": lazy("Variant taken off sale for good"),
    "catalog.set_price": lazy("Price set"),
    "catalog.set_stock": lazy("Stock counted"),
    "catalog.unpublish_product": lazy("Product hidden"),
    "customers.give_consent": lazy("Consent given"),
    "customers.withdraw_consent": lazy("Consent withdrawn"),
    "customers.write_note": lazy("Note about a customer written"),
    "draws.apply": lazy("Trial applied for"),
    "draws.choose": lazy("Place in a trial given"),
    "draws.close_trial": lazy("No more places in a trial"),
    "draws.draw": lazy("Lottery drawn"),
    "draws.draw_trial": lazy("Trial drawn"),
    "draws.drop": lazy("Draft of a lottery thrown away"),
    "draws.drop_trial": lazy("Draft of a trial thrown away"),
    "draws.plan_trial": lazy("Trial planned"),
    "draws.publish": lazy("Lottery published"),
    "draws.publish_trial": lazy("Trial published"),
    "draws.put_prize": lazy("Prize put into a lottery"),
    "draws.remove_prize": lazy("Prize taken out of a lottery"),
    "draws.stop": lazy("Lottery stopped"),
    "draws.stop_trial": lazy("Trial stopped"),
    "draws.take_prize": lazy("Prize taken"),
    "draws.withdraw": lazy("Lottery taken back"),
    "draws.withdraw_trial": lazy("Trial taken back"),
    "draws.write": lazy("Lottery planned"),
    "media.describe-picture": lazy("Picture described"),
    "media.remove-picture": lazy("Picture removed"),
    "lists.describe_list": lazy("List described otherwise"),
    "lists.drop_list": lazy("List thrown away"),
    "lists.make_list": lazy("List made"),
    "lists.move_entry": lazy("Entry of a list moved"),
    "lists.publish_list": lazy("List published"),
    "lists.put_on": lazy("Put on a list"),
    "lists.say_why": lazy("Reason on a list written"),
    "lists.take_down": lazy("List taken down"),
    "lists.take_off": lazy("Taken off a list"),
    "reviews.answer": lazy("Review answered"),
    "reviews.hide": lazy("Review hidden"),
    "reviews.report_trial": lazy("Trial reported on"),
    "reviews.show_again": lazy("Review shown again"),
    "reviews.write": lazy("Review written"),
    "search.add_synonym": lazy("Synonym added"),
    "search.end_synonym": lazy("Synonym taken out"),
    "journeys.add_step": lazy("Step of a journey added"),
    "journeys.alter": lazy("Steps of a journey changed"),
    "journeys.describe": lazy("Settings of a journey changed"),
    "journeys.drop": lazy("Draft of a journey thrown away"),
    "journeys.end": lazy("Journey ended"),
    "journeys.pause": lazy("Journey paused"),
    "journeys.plan": lazy("Journey planned"),
    "journeys.renew": lazy("Next version of a journey begun"),
    "journeys.resume": lazy("Journey going on again"),
    "journeys.start": lazy("Journey started"),
    "media.store-picture": lazy("Picture added"),
    "merchants.accept_invitation": lazy("Invitation accepted"),
    "merchants.change_role": lazy("Role in a store changed"),
    "merchants.change_store": lazy("Store changed"),
    "merchants.close_store": lazy("Store closed"),
    "merchants.decline_invitation": lazy("Invitation declined"),
    "advances.settle": lazy("Money paid ahead kept in part"),
    "orders.give_back_amount": lazy("Amount of an order sent back"),
    "agreements.accept": lazy("Made to order: accepted"),
    "agreements.accept_by_silence": lazy("Made to order: accepted by silence"),
    "agreements.approve_by_silence": lazy("Made to order: proof approved by silence"),
    "agreements.arrived": lazy("Made to order: arrived"),
    "agreements.ask": lazy("Made to order: quote asked for"),
    "agreements.cancel": lazy("Made to order: cancelled"),
    "agreements.close_form": lazy("Made to order: form closed"),
    "agreements.decide": lazy("Made to order: dispute decided"),
    "agreements.decide_proof": lazy("Made to order: the market decided about a proof"),
    "agreements.decline": lazy("Made to order: declined"),
    "agreements.deliver": lazy("Made to order: sent"),
    "agreements.dispute": lazy("Made to order: put before the market"),
    "agreements.do": lazy("Made to order: milestone done"),
    "agreements.pay": lazy("Made to order: payment ahead begun"),
    "agreements.post_credit": lazy("Made to order: late-delivery credit given"),
    "agreements.propose": lazy("Made to order: version proposed"),
    "agreements.refuse_proof": lazy("Made to order: proof refused"),
    "agreements.reject": lazy("Made to order: rejected"),
    "agreements.reopen_form": lazy("Made to order: form opened again"),
    "agreements.save_form": lazy("Made to order: form kept"),
    "agreements.send_again": lazy("Made to order: sent again"),
    "agreements.sent": lazy("Made to order: sent with its order"),
    "agreements.sign": lazy("Made to order: version signed"),
    "agreements.withdraw": lazy("Made to order: wish withdrawn"),
    "merchants.employ": lazy("Staff taken on"),
    "merchants.invite": lazy("Staff invited"),
    "merchants.open_store": lazy("Store opened"),
    "merchants.remove_staff": lazy("Staff removed"),
    "merchants.reopen_store": lazy("Store opened again"),
    "merchants.restore": lazy("Suspension lifted"),
    "merchants.set_market": lazy("Market set up"),
    "merchants.suspend": lazy("Store suspended"),
    "merchants.take_export": lazy("Store's data taken along"),
    "merchants.take_back_invitation": lazy("Invitation taken back"),
    "offers.change": lazy("Offer changed"),
    "offers.claim": lazy("Coupon taken"),
    "offers.create": lazy("Offer drafted"),
    "offers.give_claims": lazy("Coupons handed out"),
    "offers.join": lazy("Market's offer joined"),
    "offers.leave": lazy("Market's offer left"),
    "offers.make_codes": lazy("Codes made"),
    "offers.meant_for": lazy("Offer meant for chosen customers"),
    "offers.name_code": lazy("Code named"),
    "offers.open_red_envelope": lazy("Red envelope opened"),
    "offers.publish": lazy("Offer published"),
    "offers.stop": lazy("Offer stopped"),
    "guard.publish": lazy("Offer published past the guard"),
    "guard.set_lowest_price": lazy("Lowest price set"),
    "guard.set_margin": lazy("Least margin set"),
    "orders.accept": lazy("Order accepted"),
    "orders.accept_return": lazy("Return accepted"),
    "orders.ask_return": lazy("Return asked for"),
    "orders.cancel_group": lazy("Order cancelled"),
    "orders.confirm": lazy("Receipt confirmed"),
    "orders.decide_dispute": lazy("Dispute decided"),
    "orders.decide_claim": lazy("Service claim decided"),
    "services.make_plan": lazy("Service plan drafted"),
    "services.change_plan": lazy("Service plan changed"),
    "services.publish_plan": lazy("Service plan on sale"),
    "services.stop_plan": lazy("Service plan stopped"),
    "services.claim": lazy("Service claimed"),
    "services.withdraw_claim": lazy("Service claim withdrawn"),
    "services.confirm_claim": lazy("Service confirmed"),
    "services.dispute_claim": lazy("Service claim disputed"),
    "services.accept_claim": lazy("Service claim accepted"),
    "services.refuse_claim": lazy("Service claim refused"),
    "services.receive_claim": lazy("Service begun"),
    "services.finish_claim": lazy("Service done"),
    "orders.deliver": lazy("Delivery noted"),
    "orders.dispute": lazy("Market asked to decide"),
    "customers.open_contact": lazy("Customer's contact looked at"),
    "decisions.start_experiment": lazy("Experiment started"),
    "decisions.stop_experiment": lazy("Experiment stopped"),
    "orders.ask_for_guest_data": lazy("Letter for a guest asked for"),
    "orders.take_guest_data": lazy("What is known of a guest taken along"),
    "orders.forget_guest": lazy("Guest forgotten"),
    "accounts.forget_person": lazy("Person forgotten for them"),
    "orders.open_contact": lazy("Buyer's contact looked at"),
    "orders.accept_many": lazy("Packing begun for many orders"),
    "orders.deliver_many": lazy("Many orders delivered"),
    "orders.place": lazy("Order placed"),
    "orders.receive_return": lazy("Returned goods received"),
    "orders.refund_lines": lazy("Money back given"),
    "orders.refuse_order": lazy("Order refused"),
    "orders.refuse_return": lazy("Return refused"),
    "orders.settle_discrepancy": lazy("Unmatched money settled"),
    "orders.ship": lazy("Order shipped"),
    "orders.correct_parcel": lazy("Parcel corrected"),
    "orders.ship_many": lazy("Many orders shipped"),
    "orders.withdraw_return": lazy("Return withdrawn"),
    "outreach.drop": lazy("Draft of a message thrown away"),
    "outreach.hold_back": lazy("Message held back"),
    "outreach.make_test": lazy("Test of a message sent"),
    "outreach.open_letter": lazy("Message of a journey made ready"),
    "outreach.schedule": lazy("Message scheduled"),
    "outreach.stop": lazy("Message stopped"),
    "outreach.write": lazy("Message written"),
    "payments.ask_refund": lazy("Refund asked of the provider"),
    "payments.refund_done": lazy("Refund arrived"),
    "payments.refund_failed": lazy("Refund failed"),
    "payments.start_payment": lazy("Payment started"),
    "payments.try_again": lazy("Refund tried again"),
    "drops.change_units": lazy("Number of a drop's pieces changed"),
    "drops.drop_draft": lazy("Draft of a drop thrown away"),
    "drops.plan": lazy("Drop planned"),
    "drops.publish": lazy("Drop announced"),
    "drops.stop": lazy("Drop stopped"),
    "members.change_trade": lazy("Refund counted for a programme"),
    "members.close_programme": lazy("Programme closed to newcomers"),
    "members.expire_points": lazy("Points ended"),
    "members.join": lazy("Programme joined"),
    "members.leave": lazy("Programme left"),
    "members.publish_programme": lazy("Rules of a programme published"),
    "members.record_trade": lazy("Completed order counted for a programme"),
    "members.reopen_programme": lazy("Programme opened again"),
    "members.return_points": lazy("Points given back"),
    "members.set_birthday": lazy("Birthday given"),
    "members.use_points": lazy("Paid with points"),
    "segments.archive": lazy("Group of customers put away"),
    "segments.clear_windows": lazy("Lengths of the stages taken from above"),
    "segments.keep_list": lazy("People kept as a list"),
    "segments.save": lazy("Group of customers saved"),
    "insights.take_up": lazy("Proposal for a cohort made a draft"),
    "segments.set_windows": lazy("Lengths of the stages set"),
    "segments.tag": lazy("Customers tagged"),
    "segments.untag": lazy("Tag taken off customers"),
    "segments.upload": lazy("List of customers uploaded"),
    "settlement.approve_payout": lazy("Payout approved"),
    "settlement.close_payout": lazy("Returned payout closed"),
    "settlement.end_commission": lazy("Commission rate ended"),
    "settlement.open_discrepancy": lazy("Discrepancy found"),
    "settlement.pay_again": lazy("Returned payout paid again"),
    "settlement.prepare_payout": lazy("Payout prepared"),
    "settlement.forget_unmatched": lazy("Unmatched money corrected by the provider"),
    "settlement.send_payouts": lazy("Payouts sent together"),
    "settlement.record_entries": lazy("Entries of an import booked"),
    "settlement.record_provider_settled": lazy("Transfer of the provider booked"),
    "settlement.record_unmatched": lazy("Unmatched money booked"),
    "settlement.resolve_discrepancy": lazy("Discrepancy resolved"),
    "settlement.return_payout": lazy("Payout came back"),
    "settlement.return_unmatched": lazy("Unmatched money sent back"),
    "settlement.send_payout": lazy("Payout sent"),
    "ranking.pin": lazy("Good pinned to a place"),
    "ranking.publish_rulebook": lazy("Rules of placing announced"),
    "ranking.unpin": lazy("Pin taken away"),
    "ranking.withdraw_rulebook": lazy("Announced rules withdrawn"),
    "settlement.set_commission": lazy("Commission rate set"),
}
FACTS = {
    "after": pgettext("on record", "now"),
    "amount_minor": pgettext("on record", "amount"),
    "before": pgettext("on record", "before"),
    "changed": pgettext("on record", "changed"),
    "digest": pgettext("on record", "digest"),
    "done": pgettext("on record", "done"),
    "entries": pgettext("on record", "lots"),
    "listener": pgettext("on record", "listener"),
    "message": pgettext("on record", "message"),
    "order": pgettext("on record", "order"),
    "rate_bp": pgettext("on record", "rate"),
    "reason": pgettext("on record", "reason"),
    "refused": pgettext("on record", "refused"),
    "resolution": pgettext("on record", "explanation"),
    "rights": pgettext("on record", "may"),
    "role": pgettext("on record", "role"),
    "to": pgettext("on record", "goes to"),
}
VALUES = {
    "payer": pgettext("on record", "the payer"),
    "store": pgettext("on record", "a store"),
    "market": pgettext("on record", "the market"),
}
FIELDS = {
    "banner": pgettext("on record", "banner"),
    "category": pgettext("on record", "category"),
    "city": pgettext("on record", "city"),
    "description": pgettext("on record", "description"),
    "description_zh": pgettext("on record", "description in Chinese"),
    "ends_at": pgettext("on record", "end"),
    "free_freight_from_minor": pgettext("on record", "free delivery"),
    "freight_minor": pgettext("on record", "freight"),
    "logo": pgettext("on record", "logo"),
    "name": pgettext("on record", "name"),
    "name_zh": pgettext("on record", "name in Chinese"),
    "returns_days": pgettext("on record", "days to return"),
    "starts_at": pgettext("on record", "start"),
    "story": pgettext("on record", "story"),
    "story_zh": pgettext("on record", "story in Chinese"),
    "terms": pgettext("on record", "terms"),
    "title": pgettext("on record", "title"),
    "title_zh": pgettext("on record", "title in Chinese"),
}
PRICES = {"catalog.set_price"}
# Places in the category tree are keys, which tell nobody anything.
UNTOLD = {"catalog.move_category"}

TABLES: dict[str, Mapping[str, str | Promise]] = {
    "rights": RIGHTS,
    "role": ROLES,
    "before": ROLES,
    "after": ROLES,
    "to": VALUES,
    "changed": FIELDS,
}


def deed(action: str) -> str:
    """An action in words. One that nobody named yet is said as it is called."""
    known = DEEDS.get(action)
    return str(known) if known else action.rpartition(".")[2].replace("_", " ").replace("-", " ").capitalize()


def facts(action: str, note: Mapping[str, object], currency: str = "") -> str:
    """What was noted with an action, as "before: 280.00 · now: 260.00"; amounts in the currency noted."""
    if action in UNTOLD:
        return ""
    kept = str(note.get("currency") or currency)
    told = {
        name: _said(action, name, value, kept)
        for name, value in note.items()
        if name != "currency" and value not in (None, "", [], {})
    }
    return " · ".join(f"{_label(name)}: {text}" for name, text in told.items())


def _label(name: str) -> str:
    return str(FACTS.get(name, name.replace("_", " ")))


def _said(action: str, name: str, value: object, currency: str) -> str:
    if isinstance(value, bool):
        return str(pgettext("on record", "yes") if value else pgettext("on record", "no"))
    if isinstance(value, int):
        amount = name.endswith("_minor") or (action in PRICES and name in ("before", "after"))
        return _number(name, value, currency if amount else "")
    if isinstance(value, list | tuple):
        return listed(_said(action, name, one, currency) for one in value)
    if isinstance(value, dict):
        return listed(f"{key}: {_said(action, name, one, currency)}" for key, one in value.items())
    return _worded(name, str(value))


def _number(name: str, value: int, currency: str) -> str:
    if name.endswith("_bp"):
        return percent(value)
    return money(value, currency) if currency else f"{value:,}"


def _worded(name: str, text: str) -> str:
    words = named(TABLES.get(name, {}), text)
    return words.replace("_", " ") if name == "changed" else words

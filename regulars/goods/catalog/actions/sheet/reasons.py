"""Why a row was not taken, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REASONS = {
    "quotes": _("A quotation mark in this row is not closed. Remove it, or double it."),
    "too-many-cells": _("This row has more cells than the header. Quote texts with commas."),
    "nul": _("This row holds an invisible NUL character. Type the text anew."),
    "encoding": _("Some characters of this row cannot be read. Save the file as CSV (UTF-8)."),
    "huge-cell": _("A cell holds more than 20,000 characters. Shorten it."),
    "missing": _("This cell must not be empty."),
    "formula": _("This looks like a formula. Paste its value, or put an apostrophe before it."),
    "too-long": _("This text is too long. Shorten it."),
    "negative": _("This number is below zero."),
    "not-a-price": _("This is not a price. Write it like 1280.00."),
    "too-precise": _("This price has more digits after the point than the currency."),
    "not-a-number": _("This is not a whole number."),
    "not-yes-or-no": _("Write yes or no."),
    "not-pairs": _("Write pairs like this: Colour: Red; Size: L"),
    "options-differ": _("Say as many options in Chinese as in English, in the same order, or none."),
    "compare-not-higher": _("The struck-out price must be higher than the price."),
    "unknown-category": _("The market has no such category. Choose one from the list in the workbench."),
    "unknown-brand": _("The market has no such brand. Leave the cell empty or ask the market to add it."),
    "duplicate-sku": _("This SKU stands in an earlier row of the file too."),
    "other-product": _("This SKU belongs to another product of your store."),
    "foreign-product": _("Your store has no product with this number."),
    "retired": _("This product or variant was retired. Use a new SKU."),
    "held": _("Orders hold more pieces than this. Set a higher stock."),
}  # fmt: skip


def sentence(reason: str) -> str:
    """The reason in the reader's language."""
    return str(REASONS[reason])

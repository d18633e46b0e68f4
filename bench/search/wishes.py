"""Sixty-odd queries to Best Buy's demo catalogue of phones, each with the rule by which products are graded.

The rule: a product outside the category asked for is graded 0. Inside it, 3 when it is of the brand and its name
holds all the words (where a brand or words are asked for), 2 when one of the two holds, 1 when none does; where only
the category is asked for, 3. Words are compared without case, as parts of the name. The brand is a part of the
product's brand or name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query and what it means."""

    text: str
    category: str
    brand: str = ""
    words: tuple[str, ...] = ()
    group: str = "plain"

    def grade(self, path: Sequence[str], brand: str, name: str) -> int:
        """How well a product answers, 0 to 3."""
        if self.category not in path:
            return 0
        asked = []
        if self.brand:
            asked.append(self.brand.lower() in f"{brand} {name}".lower())
        if self.words:
            asked.append(all(word.lower() in name.lower() for word in self.words))
        return 3 if all(asked) else 2 if any(asked) else 1


PHONES, CASES, IPHONES = "Cell Phones", "Cell Phone Cases & Clips", "iPhone Cases & Clips"
UNLOCKED, PREPAID, BANDS = "Unlocked Cell Phones", "Prepaid Phones", "Smartwatch Bands"
GLASS, CABLES, CAR, MINUTES = "Screen Protectors", "Data Cables", "Car Chargers", "Prepaid Minutes"
MOUNTS, TAGS, HEADSETS = "Cell Phone Mounts", "Smart Tracker Tags", "Cell Phone Headsets"


def _brands(category: str, noun: str, *names: str, group: str = "brand and kind") -> list[Wanted]:
    return [Wanted(f"{name} {noun}", category, name, group=group) for name in names]


BEST_BUY: tuple[Wanted, ...] = (
    Wanted("screen protector", GLASS),
    Wanted("smartwatch band", BANDS),
    Wanted("car charger", CAR),
    Wanted("data cable", CABLES),
    Wanted("prepaid phone", PREPAID),
    Wanted("unlocked cell phone", UNLOCKED),
    Wanted("selfie stick", "Selfie-Sticks"),
    Wanted("sim card", "SIM Cards"),
    Wanted("signal booster", "Signal Boosters"),
    Wanted("wireless charger", "Wireless Chargers"),
    Wanted("bluetooth headset", "Bluetooth Headsets"),
    Wanted("mobile hotspot", "Mobile Hotspots"),
    *_brands(
        CASES,
        "case",
        "OtterBox",
        "Speck",
        "Incipio",
        "Spigen",
        "LifeProof",
        "Tech21",
        "kate spade",
        "Case-Mate",
    ),
    *_brands(UNLOCKED, "unlocked phone", "BLU", "Samsung", "Motorola", "Sony", "Huawei"),
    *_brands(PREPAID, "prepaid phone", "LG", "Boost Mobile", "Virgin Mobile"),
    *_brands(GLASS, "screen protector", "ZAGG", "Insignia"),
    *_brands(CABLES, "cable", "Belkin", "Native Union"),
    *_brands(CAR, "car charger", "Belkin", "mophie"),
    *_brands(BANDS, "watch band", "Nomad", "Platinum"),
    Wanted("iphone 7 plus case black", IPHONES, "", ("iPhone 7 Plus", "Black"), "attributes"),
    Wanted("iphone 6s case clear", IPHONES, "", ("iPhone 6s", "Clear"), "attributes"),
    Wanted("galaxy s7 edge case", CASES, "", ("Galaxy S7 edge",), "attributes"),
    Wanted("galaxy s7 screen protector", GLASS, "", ("Galaxy S7",), "attributes"),
    Wanted("apple watch band 42mm", BANDS, "", ("Apple Watch", "42mm"), "attributes"),
    Wanted("apple watch 38mm leather band", BANDS, "", ("38mm", "Leather"), "attributes"),
    Wanted("lightning cable 10 foot", CABLES, "", ("Lightning", "10"), "attributes"),
    Wanted("otterbox defender iphone 7", CASES, "OtterBox", ("Defender", "iPhone 7"), "attributes"),
    Wanted("speck candyshell iphone 6", CASES, "Speck", ("CandyShell", "iPhone 6"), "attributes"),
    Wanted("gold unlocked phone 32gb", UNLOCKED, "", ("32GB", "Gold"), "attributes"),
    Wanted("white prepaid phone 8gb", PREPAID, "", ("8GB", "White"), "attributes"),
    Wanted("rose gold iphone case", IPHONES, "", ("Rose Gold",), "attributes"),
    Wanted("wallet case iphone 6 plus", IPHONES, "", ("Wallet", "iPhone 6"), "attributes"),
    Wanted("magnetic car mount", MOUNTS, "", ("Magnetic",), "attributes"),
    Wanted("screen protecter", GLASS, group="typing error"),
    Wanted("smartwach band", BANDS, group="typing error"),
    Wanted("car chargr", CAR, group="typing error"),
    Wanted("prepiad phone", PREPAID, group="typing error"),
    Wanted("unloked phone", UNLOCKED, group="typing error"),
    Wanted("otterbx case", CASES, "OtterBox", group="typing error"),
    Wanted("incipoi case", CASES, "Incipio", group="typing error"),
    Wanted("samsng unlocked phone", UNLOCKED, "Samsung", group="typing error"),
    Wanted("moterola unlocked phone", UNLOCKED, "Motorola", group="typing error"),
    Wanted("lifeprof case", CASES, "LifeProof", group="typing error"),
    Wanted("wireles charger", "Wireless Chargers", group="typing error"),
    Wanted("selfy stick", "Selfie-Sticks", group="typing error"),
    Wanted("iphnoe 7 case", IPHONES, "", ("iPhone 7",), "typing error"),
    Wanted("galxy s7 case", CASES, "", ("Galaxy S7",), "typing error"),
    Wanted("blutooth headset", "Bluetooth Headsets", group="typing error"),
)

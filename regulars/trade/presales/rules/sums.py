"""What is paid when. "Pay a deposit of 10, and 20 come off": 200 - 20 = 180 = 10 + 170."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sum:
    """A presale's sum in minor units. Offers with a threshold count deposit and balance together."""

    price_minor: int
    off_minor: int
    deposit_minor: int

    @property
    def total_minor(self) -> int:
        """What is paid altogether; the value that thresholds count."""
        return self.price_minor - self.off_minor

    @property
    def balance_minor(self) -> int:
        """What is left to pay later, before other offers and freight."""
        return self.total_minor - self.deposit_minor


def sum_of(price_minor: int, off_minor: int, deposit_minor: int, quantity: int = 1) -> Sum:
    """The sum for `quantity` pieces. Raises ValueError unless something is left to pay later."""
    if min(deposit_minor, quantity) < 1 or off_minor < 0 or price_minor <= off_minor + deposit_minor:
        raise ValueError("the deposit and what comes off leave a balance above zero")
    return Sum(price_minor * quantity, off_minor * quantity, deposit_minor * quantity)

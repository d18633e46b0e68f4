"""Named figures as charts and tables."""

from regulars.faces.merchant.people.charts.drawn import Cell, Drawn, Reader, behind, keep, unlinked
from regulars.faces.merchant.people.charts.pictures import pictures, value_text

__all__ = ["Cell", "Drawn", "Reader", "behind", "keep", "pictures", "unlinked", "value_text"]

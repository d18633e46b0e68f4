"""Addresses of the shopper's face: looking around, buying."""

from __future__ import annotations

from regulars.faces.shopper.browsing import urls as browsing
from regulars.faces.shopper.buying import urls as buying

urlpatterns = [*browsing.urlpatterns, *buying.urlpatterns]

"""Addresses of the shopper's face: looking around, buying, messages."""

from __future__ import annotations

from regulars.faces.shopper.agreements import urls as agreements
from regulars.faces.shopper.asking import urls as asking
from regulars.faces.shopper.browsing import urls as browsing
from regulars.faces.shopper.buying import urls as buying
from regulars.faces.shopper.draws import urls as draws
from regulars.faces.shopper.drops import urls as drops
from regulars.faces.shopper.presales import urls as presales
from regulars.faces.shopper.services import urls as services
from regulars.faces.shopper.writing import urls as writing

urlpatterns = [
    *browsing.urlpatterns,
    *buying.urlpatterns,
    *writing.urlpatterns,
    *asking.urlpatterns,
    *presales.urlpatterns,
    *services.urlpatterns,
    *drops.urlpatterns,
    *draws.urlpatterns,
    *agreements.urlpatterns,
]

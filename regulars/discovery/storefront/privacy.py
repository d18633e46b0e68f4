"""Pages know nobody but the staff who made them."""

from __future__ import annotations

from regulars.discovery.storefront.models import Draft, Page, Showing, Snapshot
from regulars.ground.kit.privacy import knows_nobody

knows_nobody("which pages a store has", Page)
knows_nobody("what a page shows or is going to show, and which staff said so", Draft, Snapshot, Showing)

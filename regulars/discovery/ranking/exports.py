"""What of the rules of placing belongs to a store: nothing."""

from __future__ import annotations

from regulars.discovery.ranking.models import Pinned
from regulars.ground.kit.exports import stays

stays("the market's own placing of goods, published with its reason for everybody to read", Pinned)

"""What the rules of placing know of people: which operator published them."""

from __future__ import annotations

from regulars.discovery.ranking.models import Edition, Pinned
from regulars.ground.kit.privacy import knows_nobody

knows_nobody("which of the market's staff published rules of placing and pinned goods", Edition, Pinned)

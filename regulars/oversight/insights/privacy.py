"""What insights know of people: nothing of anybody."""

from __future__ import annotations

from regulars.ground.kit.privacy import knows_nobody
from regulars.oversight.insights.models import Release, Trial

knows_nobody("rounded shares of at least twenty people; whoever is forgotten is in none made later", Release)
knows_nobody("which proposal a store took up, and which group and draft came of it", Trial)

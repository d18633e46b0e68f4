"""What experiments know of people: which operator started them. Decisions lie in the lake, which forgets by itself."""

from __future__ import annotations

from regulars.discovery.decisions.models import Arm, Experiment
from regulars.ground.kit.privacy import knows_nobody

knows_nobody("which of the market's staff started an experiment, and the names of its arms", Experiment, Arm)

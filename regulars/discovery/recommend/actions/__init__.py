"""Teaching the market, and people's word in it."""

from regulars.discovery.recommend.actions.swapping import go_back, use_model
from regulars.discovery.recommend.actions.touching import seek, take_over, touch
from regulars.discovery.recommend.actions.training import Trained, adopt_ranker, train
from regulars.discovery.recommend.actions.wishing import switch_faces

__all__ = [
    "Trained",
    "adopt_ranker",
    "go_back",
    "seek",
    "switch_faces",
    "take_over",
    "touch",
    "train",
    "use_model",
]

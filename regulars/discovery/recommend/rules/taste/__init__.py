"""Long-term taste: local EASE, learnt from who has what."""

from regulars.discovery.recommend.rules.taste.choosing import choose_settings
from regulars.discovery.recommend.rules.taste.fitting import fit
from regulars.discovery.recommend.rules.taste.scoring import best, scores
from regulars.discovery.recommend.rules.taste.settings import TasteSettings

__all__ = ["TasteSettings", "best", "choose_settings", "fit", "scores"]

"""Teaching: a model from the lake, written as a folder and put into use."""

from regulars.discovery.recommend.actions.training.adopting import adopt_ranker
from regulars.discovery.recommend.actions.training.alone import AlreadyTraining
from regulars.discovery.recommend.actions.training.whole import NothingToLearn, Trained, train

__all__ = ["AlreadyTraining", "NothingToLearn", "Trained", "adopt_ranker", "train"]

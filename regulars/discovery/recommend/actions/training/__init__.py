"""Teaching: a model from the lake, written as a folder and put into use."""

from regulars.discovery.recommend.actions.training.whole import NothingToLearn, Trained, train

__all__ = ["NothingToLearn", "Trained", "train"]

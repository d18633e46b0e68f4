"""Teaching: a model from the lake, written as a folder and put into use."""

from regulars.discovery.recommend.actions.training.whole import Trained, train

__all__ = ["Trained", "train"]

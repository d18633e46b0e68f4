"""What people did with goods, as the models learn it."""

from regulars.discovery.recommend.figures.behaviour import Liked, Walk, liked, shows, walks

__all__ = ["Liked", "Walk", "liked", "shows", "walks"]

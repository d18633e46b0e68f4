"""What people did with goods, as the models learn it."""

from regulars.discovery.recommend.figures.behaviour import Liked, Walk, liked, shows, walks
from regulars.discovery.recommend.figures.variants import Showing, showings

__all__ = ["Liked", "Showing", "Walk", "liked", "showings", "shows", "walks"]

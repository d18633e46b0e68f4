"""What to show to whom."""

from regulars.discovery.recommend.queries.choosing import Chosen, choose
from regulars.discovery.recommend.queries.lookers import EVERYONE, Looker

__all__ = ["EVERYONE", "Chosen", "Looker", "choose"]

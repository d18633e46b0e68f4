"""What to show to whom."""

from regulars.discovery.recommend.queries.choosing import Chosen, choose
from regulars.discovery.recommend.queries.lookers import Looker

__all__ = ["Chosen", "Looker", "choose"]

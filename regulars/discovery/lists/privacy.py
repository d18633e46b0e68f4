"""Lists know goods and stores, and which operator showed them."""

from regulars.discovery.lists.models import List, ListEntry, Showing
from regulars.ground.kit.privacy import knows_nobody

knows_nobody("what the market's people put on lists and when they showed them", List, ListEntry, Showing)

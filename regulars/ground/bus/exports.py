"""What of a store does not go along: facts on their way."""

from regulars.ground.bus.models import Delivery, Message
from regulars.ground.kit.exports import stays

stays("facts on their way between apps; the tables they came from go along", Message, Delivery)

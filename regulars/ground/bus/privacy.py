"""What facts on their way know of people: keys, for as long as they are kept."""

from regulars.ground.bus.models import Message
from regulars.ground.kit.privacy import keeps

keeps("facts name people by key, hold no contact, and are dropped after 90 days", Message)

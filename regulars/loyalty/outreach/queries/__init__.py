"""Questions about messages: the store's own, and the person's."""

from regulars.loyalty.outreach.models import Campaign, Contact
from regulars.loyalty.outreach.queries.campaigns import (
    Counts,
    campaign_of,
    campaigns_of,
    contacts_of,
    counts_of,
    names_of,
    state_of,
)
from regulars.loyalty.outreach.queries.customer import messages_read, written
from regulars.loyalty.outreach.queries.ground import (
    cap,
    channel_names,
    channels,
    next_open,
    quiet,
    this_week,
    used_by,
    zone,
)
from regulars.loyalty.outreach.queries.judging import Judged, Preview, foreseen, outcomes
from regulars.loyalty.outreach.queries.mine import (
    SWITCHED,
    Budget,
    Writer,
    budget_of,
    inbox_of,
    message_of,
    unread_of,
    writers_of,
)
from regulars.loyalty.outreach.queries.unsubscribing import Subscription, may_write, subscription, token_for
from regulars.loyalty.outreach.queries.wording import Worded, worded

__all__ = [
    "SWITCHED",
    "Budget",
    "Campaign",
    "Contact",
    "Counts",
    "Judged",
    "Preview",
    "Subscription",
    "Worded",
    "Writer",
    "budget_of",
    "campaign_of",
    "campaigns_of",
    "cap",
    "channel_names",
    "channels",
    "contacts_of",
    "counts_of",
    "foreseen",
    "inbox_of",
    "may_write",
    "message_of",
    "messages_read",
    "names_of",
    "next_open",
    "outcomes",
    "quiet",
    "state_of",
    "subscription",
    "this_week",
    "token_for",
    "unread_of",
    "used_by",
    "worded",
    "writers_of",
    "written",
    "zone",
]

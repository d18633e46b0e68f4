"""Each store's members: the programme, who has joined, tiers and points."""

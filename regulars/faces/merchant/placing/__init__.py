"""Where the goods of a store stand, why, and what would place them better."""

"""Groups of a store's people, described once and used everywhere."""

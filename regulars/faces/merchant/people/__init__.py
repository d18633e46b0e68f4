"""A store's people: where they stand, groups of them, and why somebody is in one."""

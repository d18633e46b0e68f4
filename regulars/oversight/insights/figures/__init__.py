"""Cohorts counted over all stores at once, and read from what was published."""

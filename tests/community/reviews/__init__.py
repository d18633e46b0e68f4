"""Reviews of buyers and of those who tried something."""

"""Building pages from blocks: the same for a store's workbench and for the market's console."""

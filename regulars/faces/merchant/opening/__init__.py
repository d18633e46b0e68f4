"""The way in: choose a store, open one, make the first sale."""

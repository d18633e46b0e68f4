"""Journeys of the store's people: planned, steered, looked into, judged."""

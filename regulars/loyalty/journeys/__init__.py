"""Journeys: what a store sends whom after what, without anybody sitting at it."""

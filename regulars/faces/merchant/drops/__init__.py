"""Drops: planned, watched, stopped."""

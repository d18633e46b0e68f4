"""Bringing markets, merchants and product lists in."""

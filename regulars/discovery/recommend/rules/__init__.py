"""Choosing as plain arithmetic: no tables, no framework."""

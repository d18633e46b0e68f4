"""Algorithms of choosing: numbers in, numbers out, no framework."""

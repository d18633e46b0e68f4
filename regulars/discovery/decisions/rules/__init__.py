"""Decisions without a framework."""

from regulars.discovery.decisions.rules.nouns import Decision, Option

__all__ = ["Decision", "Option"]

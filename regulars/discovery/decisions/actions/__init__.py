"""Keeping what was decided."""

from regulars.discovery.decisions.actions.keeping import keep

__all__ = ["keep"]

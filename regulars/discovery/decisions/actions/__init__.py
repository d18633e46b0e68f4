"""Keeping what was decided."""

from regulars.discovery.decisions.actions.keeping import flush, keep

__all__ = ["flush", "keep"]

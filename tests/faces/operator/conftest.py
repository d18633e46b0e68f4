"""Pages of the console are tested without collected static files."""

from __future__ import annotations

from tests.faces.operator.acting import plain_static

__all__ = ["plain_static"]

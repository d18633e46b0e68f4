"""Large libraries that few requests need, loaded when something is first asked of them."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """A module that is imported at its first use."""

    def __init__(self, name: str):
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)


ibis: Any = Later("ibis")
np: Any = Later("numpy")
pa: Any = Later("pyarrow")
stripe: Any = Later("stripe")
rjieba: Any = Later("rjieba")
hierarchy: Any = Later("scipy.cluster.hierarchy")
optimize: Any = Later("scipy.optimize")
lapack: Any = Later("scipy.linalg.lapack")
sparse: Any = Later("scipy.sparse")
special: Any = Later("scipy.special")

__all__ = [
    "Later",
    "hierarchy",
    "ibis",
    "lapack",
    "np",
    "optimize",
    "pa",
    "rjieba",
    "sparse",
    "special",
    "stripe",
]

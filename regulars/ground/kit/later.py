"""Large libraries that few requests need, loaded when something is first asked of them."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """A module that is imported at its first use."""

    def __init__(self, name: str):
        self._name = name
        self._module: Any = None

    def __getattr__(self, attribute: str) -> Any:
        # The module is kept: asking the import system at every use costs as much as a small array operation.
        if self._module is None:
            self._module = import_module(self._name)
        return getattr(self._module, attribute)


class Lasting(Later):
    """A module whose parts stay what they are: each is looked up once."""

    def __getattr__(self, attribute: str) -> Any:
        found = self.__dict__[attribute] = super().__getattr__(attribute)
        return found


ibis: Any = Later("ibis")
np: Any = Lasting("numpy")
pa: Any = Later("pyarrow")
stripe: Any = Later("stripe")
rjieba: Any = Later("rjieba")
pypinyin: Any = Later("pypinyin")
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
    "pypinyin",
    "rjieba",
    "sparse",
    "special",
    "stripe",
]

"""How the floors above tell the public ids of stores and persons, which the lake keeps instead of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Resolver = Callable[[Iterable[int]], dict[int, str]]
_resolvers: dict[str, Resolver] = {}


def names(kind: str) -> Callable[[Resolver], Resolver]:
    """Register the function that gives public ids for keys of `kind` ("store", "person")."""

    def register(resolver: Resolver) -> Resolver:
        _resolvers[kind] = resolver
        return resolver

    return register


def public_ids(kind: str, keys: Iterable[int]) -> dict[int, str]:
    """Public ids by key; keys nobody knows are left out."""
    wanted = set(keys)
    resolver = _resolvers.get(kind)
    return resolver(wanted) if resolver and wanted else {}

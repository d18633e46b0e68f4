"""Where those who choose hand in their versions, so that past decisions can be judged as those would have made them."""

from regulars.discovery.decisions.hooks.policies import (
    Rescore,
    UnknownPolicy,
    kinds,
    name_parts,
    parts,
    provider,
    rescored,
)

__all__ = ["Rescore", "UnknownPolicy", "kinds", "name_parts", "parts", "provider", "rescored"]

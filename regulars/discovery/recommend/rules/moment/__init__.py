"""The moment: what somebody wants next, told from what this visit has looked at so far.

Two stages. Several sources propose goods for the last clicks: what follows them, what stands near them, a walk of two
steps, a linear model of sessions (SLIST: Choi et al., 2021), visits like this one (STAN: Garg et al., 2019), and the
visit's own goods. Trees (lambdarank: Burges, 2010) learn on later sessions how far to believe each source.
"""

from regulars.discovery.recommend.rules.moment.features import FEATURES
from regulars.discovery.recommend.rules.moment.fitting import fit
from regulars.discovery.recommend.rules.moment.keeping import arrays, restored
from regulars.discovery.recommend.rules.moment.nouns import Moment, Sessions, Settings
from regulars.discovery.recommend.rules.moment.serving import candidates, rank, rank_many, scored

__all__ = [
    "FEATURES",
    "Moment",
    "Sessions",
    "Settings",
    "arrays",
    "candidates",
    "fit",
    "rank",
    "rank_many",
    "restored",
    "scored",
]

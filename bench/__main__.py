"""`bin/bench [name …] [--json] [options]`: run benchmarks by name; without a name, list them."""

from __future__ import annotations

import importlib
import subprocess
import sys

BENCHES = {
    "price": "price receipts per second against django-oscar's basket",
    "guard": "the worst combination of 200 offers on 500 products: planted, found, compared with brute force",
    "ingest": "beacons per second against a bare ASGI append",
    "pages": "product list, product page, basket, order: requests/s, p99, CPU per request, queries",
    "drop": "100 units among 10,000 buyers",
    "attribution": "credit of a million paths against ChannelAttribution",
    "uplift": "verdicts on simulated messages whose truth is known",
    "segments": "groups of people out of 20 million events against a bare query, and the same plan on PySpark",
    "people": "stages, RFM, cohorts, repurchase on a merchant's invoices, beside plain pandas (--data)",
    "search": "finding by words: CPU a query and NDCG@10 on a labelled shelf beside SQLite's FTS5 (--data)",
    "cohorts": "cohorts by age on a grocer's households, beside plain pandas (--data)",
    "surveys": "themes of free text on reviews whose subject is known (--data DIR)",
    "town": "the engine in the demo town, whose shoppers' tastes are known: regret, small stores",
    "ope": "off-policy estimates of 200 simulated policies whose true value is known",
    "recommend": "lists for people against ALS of implicit and item-kNN, as published works judge (--data DIR)",
    "next-item": "the next item of a session, beside session-kNN, rules and popularity (--data DIR)",
    "decide": "a personal page of 40 out of a million goods, against one bare product of all vectors",
    "forecast": "who comes back: a simulated store whose truth is known, and invoices of your own (--file)",
}


def main() -> int:
    """Run as a script. Several benches run one after the other, each in a process of its own; 1 when one failed."""
    words = sys.argv[1:]
    names = [word for word in words if word in BENCHES]
    unknown = [word for word in words[:1] if not word.startswith("-") and word not in BENCHES]
    if not names or unknown:
        print("Benchmarks:")
        for name, said in BENCHES.items():
            print(f"  bin/bench {name:<11} {said}")
        return 2 if unknown else 0
    options = [word for word in words if word not in BENCHES]
    if len(names) > 1:
        runs = [subprocess.run([sys.executable, "-m", "bench", name, *options]) for name in names]
        return max(run.returncode for run in runs)
    sys.argv = [f"bench {names[0]}", *options]
    result = importlib.import_module(f"bench.{names[0].replace('-', '_')}").main()
    return int(result or 0)


if __name__ == "__main__":
    sys.exit(main())

"""`bin/bench [name …] [--json] [options]`: run benchmarks by name; without a name, list them."""

from __future__ import annotations

import importlib
import sys

BENCHES = {
    "price": "price receipts per second against django-oscar's basket",
    "ingest": "beacons per second against a bare ASGI append",
    "pages": "product list, product page, basket, order: requests/s, p99, CPU per request, queries",
    "drop": "100 units among 10,000 buyers",
}


def main() -> int:
    """Run as a script."""
    names = [word for word in sys.argv[1:] if not word.startswith("-")]
    if not names or names[0] not in BENCHES:
        print("Benchmarks:")
        for name, words in BENCHES.items():
            print(f"  bin/bench {name:<8} {words}")
        return 0 if not names else 2
    sys.argv = [f"bench {names[0]}", *[word for word in sys.argv[1:] if word != names[0]]]
    result = importlib.import_module(f"bench.{names[0]}").main()
    return int(result or 0)


if __name__ == "__main__":
    sys.exit(main())

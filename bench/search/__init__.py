"""Searching: queries a second, CPU a query, and how well the first ten answers fit, beside SQLite's FTS5."""


def main() -> int:
    """Measure and print, by the name the list of benchmarks knows."""
    from bench.search.run import main as measured

    return measured()

"""Pricing a basket: receipts per CPU second, against django-oscar's basket calculation."""


def main() -> None:
    """Measure and print, by the name the list of benchmarks knows."""
    from bench.price.__main__ import main as measured

    measured()

"""Experiments in the console: other ways of choosing on some of the readers, judged in money."""

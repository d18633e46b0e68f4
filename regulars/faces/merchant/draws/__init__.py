"""Lotteries, trials and reviews in the workbench."""

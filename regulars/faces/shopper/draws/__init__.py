"""Lotteries, trials and reviews as shoppers meet them."""

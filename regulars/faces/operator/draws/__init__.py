"""Lotteries, trials and reviews as the market watches over them."""

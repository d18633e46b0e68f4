"""Presales as shoppers see them."""

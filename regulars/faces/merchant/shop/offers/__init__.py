"""The store's offers: made from a plan, explained in words, tried on real goods, published, stopped."""

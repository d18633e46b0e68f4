"""The store's presales: planned, published, followed, stopped."""

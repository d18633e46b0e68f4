"""The store's pages, put together from blocks."""

"""Keeping the index in step. Only the worker and the command line write it."""

from regulars.discovery.search.actions.marking import mark_products, mark_store
from regulars.discovery.search.actions.writing import index_products, index_waiting, rebuild

__all__ = ["index_products", "index_waiting", "mark_products", "mark_store", "rebuild"]

"""Pricing a basket: receipts per CPU second, against django-oscar's basket calculation."""

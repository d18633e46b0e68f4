"""Drops: announced, waited for, decided, paid."""

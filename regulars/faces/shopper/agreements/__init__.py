"""Made to order: ask, read, sign, pay, accept."""

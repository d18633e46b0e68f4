"""The day's work: today, orders, returns, customers, money."""

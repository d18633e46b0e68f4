"""Draws by lot that anyone can verify: lotteries of stores, and trials of their goods."""

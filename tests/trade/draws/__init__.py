"""Draws by lot."""

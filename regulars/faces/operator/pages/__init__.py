"""The pages of the market itself, put together from blocks."""

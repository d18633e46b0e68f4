"""Messages, their budget, and what they brought."""

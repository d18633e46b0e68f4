"""Who may be written to, when, in which words, and what it brought."""

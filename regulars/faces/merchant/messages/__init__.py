"""Messages to the store's people: written, previewed, sent, judged."""

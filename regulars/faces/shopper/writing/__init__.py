"""Messages from stores: the inbox, the letters, and who may write."""

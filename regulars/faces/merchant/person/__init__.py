"""One customer: who they are to the store, and everything between the two, in order."""

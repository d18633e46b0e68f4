"""What a store and its people say to each other."""

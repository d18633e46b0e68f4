"""Lists by scene and theme: making, ordering, showing them."""

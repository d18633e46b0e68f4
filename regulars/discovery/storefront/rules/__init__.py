"""What a page made of blocks is, how it is rearranged, and how two of them differ."""

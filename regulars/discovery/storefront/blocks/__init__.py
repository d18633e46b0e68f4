"""The kinds of blocks that come with the house: a folder for each, found by its name."""

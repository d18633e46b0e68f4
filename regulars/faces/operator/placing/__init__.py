"""The rules of placing: read, tried out, published; and why everything stands where it stands."""

"""What differs from reader to reader, why it does, and the switch that ends it."""

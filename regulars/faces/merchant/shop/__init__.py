"""What the store is: products, offers, staff, settings, export."""

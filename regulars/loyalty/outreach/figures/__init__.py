"""What messages brought, in money."""

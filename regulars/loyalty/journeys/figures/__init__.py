"""What journeys brought, in money."""

"""Groups of people as query plans."""

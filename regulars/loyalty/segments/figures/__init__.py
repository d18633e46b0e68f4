"""Groups of people as query plans, and the figures that count them."""

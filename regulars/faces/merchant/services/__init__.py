"""Service plans at the workbench: plans and their versions, claims by urgency."""

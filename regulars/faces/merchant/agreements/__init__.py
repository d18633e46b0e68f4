"""Made to order: forms, the inbox by urgency, the calendar of due days, one page for each agreement."""

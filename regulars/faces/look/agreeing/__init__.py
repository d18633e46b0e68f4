"""An agreement as both sides see it: one page, one editor of terms, one way for the buttons."""

"""Messages from stores to their own people: asked for, within a budget, and judged in money."""

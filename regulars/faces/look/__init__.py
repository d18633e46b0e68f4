"""Design tokens, base layouts and components that every face shares."""

"""What a draw promises, how lots fall, and how anybody checks it. No framework, no tables."""

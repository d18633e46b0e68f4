"""Questions of stores: where they stand, and answering them."""

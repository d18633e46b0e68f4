"""Service plans as shoppers see them: chosen with goods, kept, claimed."""

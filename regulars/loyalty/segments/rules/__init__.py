"""A definition of a group of people: its language, its windows, its meaning for one person."""

"""Surveys: written, previewed, opened, and what people answered."""

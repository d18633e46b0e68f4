"""Surveys: rules, asking, answers, results."""

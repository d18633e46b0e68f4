"""Judgement about surveys: what may be asked, how often, what answers say, and how free text falls into themes."""

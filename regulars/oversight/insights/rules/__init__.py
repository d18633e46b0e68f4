"""What may be shown of a cohort, how it compares, and what is proposed: pure judgement."""

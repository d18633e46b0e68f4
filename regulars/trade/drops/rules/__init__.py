"""Pure judgement about drops: who may take when, how much is out, what somebody is told."""

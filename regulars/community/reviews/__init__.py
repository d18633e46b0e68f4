"""What people who bought or tried something say of it."""

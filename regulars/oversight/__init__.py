"""What is seen from above all stores together, and told to each."""

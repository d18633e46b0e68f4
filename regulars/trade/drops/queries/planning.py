"""What a store plans and runs by drops."""

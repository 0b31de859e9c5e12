"""What outlives the console, and where it lies."""

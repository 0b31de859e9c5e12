"""What is measured and counted, in words and numbers for the screens."""

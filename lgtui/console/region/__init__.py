"""What the console knows of a region."""

"""What a method can be integrated with, one module for each type."""

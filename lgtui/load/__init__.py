"""The burst generator: requests at a given rate, counted and timed."""

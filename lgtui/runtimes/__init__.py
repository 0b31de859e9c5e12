"""Programs that run inside execution environments, on the standard library alone."""

"""Fuzzing of the mapping-template engine against the oracle. Not collected by pytest."""

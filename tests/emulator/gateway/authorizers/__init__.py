"""Tests of Lambda authorizers."""

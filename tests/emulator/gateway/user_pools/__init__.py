"""Tests of user pool authorizers."""

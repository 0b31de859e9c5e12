"""Lambda's operations, one method each, by what they are about."""

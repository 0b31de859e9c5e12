"""Policies of AWS's IAM: what a document says of one request, for authorizers' answers and for resource policies."""

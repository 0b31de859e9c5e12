"""Cognito user pools as authorizers: their keys, and whom the tokens that are signed with these let pass."""

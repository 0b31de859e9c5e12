"""Changes by AWS's operations: their limits, the patches they become, and how they are taken back."""

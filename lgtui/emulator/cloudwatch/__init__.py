"""CloudWatch's metrics: those of functions and APIs, and those that programs put."""

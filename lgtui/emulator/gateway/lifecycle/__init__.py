"""The request life cycle: one small module for each step, in the order requests pass them."""

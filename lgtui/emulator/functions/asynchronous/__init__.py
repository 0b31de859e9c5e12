"""Asynchronous invocation: queues of events, attempts and their retries, and the records of what became of them."""

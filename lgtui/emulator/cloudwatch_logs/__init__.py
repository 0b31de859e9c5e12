"""CloudWatch Logs: groups, streams and events over the region's log store."""

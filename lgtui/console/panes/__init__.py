"""The six numbered panes of the explorer."""

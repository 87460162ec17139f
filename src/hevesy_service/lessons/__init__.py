"""Learning from events: near misses told by nobody in particular, and lessons that are shared."""

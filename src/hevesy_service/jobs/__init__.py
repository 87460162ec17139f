"""Jobs: what takes more than a moment is done by another process, seen while it runs, stopped, and gone on with."""

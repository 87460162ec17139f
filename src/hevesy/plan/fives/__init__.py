"""The five A's of access, measured: how much of the unmet need each of them explains."""

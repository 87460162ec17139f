"""Tags of the desk of a centre."""

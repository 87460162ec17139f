"""Where to open or enlarge centres: located with a bound, then tried in the simulation on the same draws."""

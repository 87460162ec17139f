"""Plans: a country's scenario, changed step by step with every version kept, and run by jobs."""

"""A scenario: what a planner would have a country do, when, from which start."""

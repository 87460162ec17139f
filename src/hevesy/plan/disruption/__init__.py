"""Disruption: what an outage does to a service, on which plants it depends, and what a second supplier would save."""

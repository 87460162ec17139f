"""Slots, rooms, shifts and minutes: what a centre can do in a week, and who is served first."""

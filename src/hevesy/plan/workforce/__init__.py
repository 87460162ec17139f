"""Workforce: who is competent, in training and leaving, what limits seats, and how often a centre stands still."""

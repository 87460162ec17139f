"""Hevesy: open software for radiotheranostics: plan a national service, run a centre, learn how well it does."""

__version__ = "0.1.0"

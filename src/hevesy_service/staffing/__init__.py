"""Contracts of people here, and figures of centres that do not keep their own book here."""

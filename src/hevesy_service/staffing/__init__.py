"""Contracts of people and training seats here, and figures of centres that do not keep their own book here."""

"""Figures of people, trainees and treatments of centres that do not keep their own book here."""

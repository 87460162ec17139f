"""The validation of a site: checks that are run on its machine, signed by its people, and what is not yet signed."""

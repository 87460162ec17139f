"""The book: what happened, when, by whom and why, in rows that are only ever added; one chain of hashes a site."""

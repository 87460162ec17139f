"""What a therapy is worth in a country: against what, at which price, and how sure."""

"""The atlas: what each country has, each figure with its state, year and source."""

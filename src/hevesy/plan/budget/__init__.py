"""A budget: year by year what a scenario costs by line, in which currency, who pays it, and what nobody pays."""

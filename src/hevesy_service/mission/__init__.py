"""Before a plan: the questionnaire of a country, what it counted last year, its briefing, and a centre's size."""

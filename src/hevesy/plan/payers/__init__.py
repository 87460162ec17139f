"""Who bears what: tariffs against cost, pay on response, a micro-insurance, self-sustainability, and how fairly."""

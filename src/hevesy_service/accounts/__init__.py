"""Who works here: people who sign in, the roles they hold at a site, and what a role may do."""

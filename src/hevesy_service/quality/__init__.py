"""Audits of a site and what follows from them: scores by item, and corrective actions to their closure."""

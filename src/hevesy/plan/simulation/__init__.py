"""A country's service week by week: one model, three kernels that read it, and what they count."""

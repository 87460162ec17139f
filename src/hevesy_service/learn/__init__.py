"""The desk of LEARN: who may do what at a site, and what is known of them."""

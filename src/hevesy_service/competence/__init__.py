"""What is known of the people of a site: certificates, sign-offs, fitness, licences, and what speaks against them."""

"""What is known of the people of a site, who of them is in training, and the logbooks of those."""

"""The API: the same rights and the same book as the pages, for programs that bring a token."""

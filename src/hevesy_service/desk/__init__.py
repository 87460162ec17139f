"""The desk: the first page, setting up, who works here, the book, and how the installation does."""

"""The board of certification of an installation: its key and members, what it decided, and other boards one trusts."""

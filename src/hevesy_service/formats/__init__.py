"""How languages write numbers where Django writes them otherwise than the plan's document does."""

"""What a simulation says: answers with their intervals, which figures they rest on, comparisons, and the files."""

"""What would it take for every patient here who needs this care to get it?"""

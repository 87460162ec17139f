"""What if: a plan with something of it turned, answered by a process that keeps the engine loaded."""

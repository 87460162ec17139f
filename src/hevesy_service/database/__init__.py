"""How rows are written so that nothing acknowledged is lost: one writer at a time, checkpoints under the same gate."""

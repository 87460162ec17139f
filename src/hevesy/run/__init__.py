"""RUN: what must happen for this patient, now, by whom, and is it safe."""

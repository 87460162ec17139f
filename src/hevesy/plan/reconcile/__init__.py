"""Calibration: the uncertain figures moved as far as last year's own counts demand, and no further."""

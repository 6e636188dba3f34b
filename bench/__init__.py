"""Measurements: each module prints its figures, as ratios to something measured in the same run."""

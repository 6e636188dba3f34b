"""Value types under Docker's own names."""

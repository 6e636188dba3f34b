"""Engine JSON to the text docker prints: Go templates, tables, units, ages."""

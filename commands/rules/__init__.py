"""Advice and conflicts: one class a rule, a module a subject."""

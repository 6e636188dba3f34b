"""Answers to onboarding questions, a Markdown file each."""

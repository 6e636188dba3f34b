"""Answers to onboarding questions, a Markdown file each, and the finder that picks the right one."""

from __future__ import annotations

from commands.topics.finder import Found, find, is_message, language
from commands.topics.forms import Form, asks_for_knowledge, form
from commands.topics.pagefile import Topic, load, page

__all__ = [
    "Form",
    "Found",
    "Topic",
    "asks_for_knowledge",
    "find",
    "form",
    "is_message",
    "language",
    "load",
    "looks_like_question",
    "page",
]


def looks_like_question(text: str) -> bool:
    """True for a question about how things are or work, or a pasted error message; False for a request to do or list something."""
    return asks_for_knowledge(text) or is_message(text)

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
    "prefer_answer",
]
# How sure a topic has to be to come before a command, by the form of the question. Ways to do something are left out:
# there a command is the better answer.
_PREFERRED = {Form.COMPARE: 0.6, Form.WHY: 0.6, Form.WHAT_IF: 0.6, Form.WHAT: 0.7, Form.WHEN: 0.7, Form.YES_NO: 0.7}


def looks_like_question(text: str) -> bool:
    """True for a question about how things are or work, or a pasted error message; False for a request to do or list something."""
    return asks_for_knowledge(text) or is_message(text)


def prefer_answer(text: str) -> Found | None:
    """What should be answered before a command is looked for: a pasted message, or a question of knowledge that finds its topic."""
    least = 0.0 if is_message(text) else _PREFERRED.get(form(text))
    if least is None:
        return None
    found = find(text)
    return found if found.topic is not None and found.confidence >= least else None

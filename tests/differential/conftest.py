"""The docker program for the tests beside it."""

from tests.engine.conftest import program

__all__ = ["program"]

"""The private engine, where engine tests look for it; it lives with the scripts because the demo starts one too."""

from scripts.private_engine import EngineUnavailable, PrivateEngine, why_not

__all__ = ["EngineUnavailable", "PrivateEngine", "why_not"]

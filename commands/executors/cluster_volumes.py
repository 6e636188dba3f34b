"""Volumes of a swarm: what `volume create` asks for them. Mirrors docker/cli cli/command/volume/create.go."""

from __future__ import annotations

from typing import Any

from commands.executors.flag_values import FlagValues, mapping

_FLAGS = (
    "availability", "group", "limit-bytes", "required-bytes", "scope", "secret", "sharing",
    "topology-preferred", "topology-required", "type",
)  # fmt: skip


def cluster_volume(flags: FlagValues) -> dict[str, Any] | None:
    """The cluster volume asked for; None where no flag of it was given."""
    if not any(flags.given(long) for long in _FLAGS):
        return None
    mode: dict[str, Any] = {"Scope": flags.text("scope", "single"), "Sharing": flags.text("sharing", "none")}
    mode["BlockVolume" if flags.text("type", "block") == "block" else "MountVolume"] = {}
    found: dict[str, Any] = {
        "AccessMode": mode,
        "AccessibilityRequirements": {
            "Requisite": [_segments(text) for text in flags.raw("topology-required")],
            "Preferred": [_segments(text) for text in flags.raw("topology-preferred")],
        },
        "Availability": flags.text("availability", "active"),
        "Secrets": [{"Key": key, "Secret": secret} for key, secret in sorted(mapping(flags.raw("secret")).items())],
    }
    if flags.text("group"):
        found["Group"] = flags.text("group")
    if flags.amount("required-bytes") or flags.amount("limit-bytes"):
        found["CapacityRange"] = {"RequiredBytes": flags.amount("required-bytes"), "LimitBytes": flags.amount("limit-bytes")}
    return found


def _segments(text: str) -> dict[str, Any]:
    return {"Segments": mapping(text.split(","))}

"""What a command touches, and whether it equals root on its host: Docker knowledge, without people and grants.

    effects_of(parsed) -> Effects                   # from the request that the executor would send
    inspected_reasons(container) -> tuple[str, ...] # from what the Engine says of a container; volumes and networks likewise

Nothing here reads the words of a command: they are read once, by the parser and the value types that requests are made of.
"""

from __future__ import annotations

from commands.effects.commands import effects_of
from commands.effects.containers import container_reasons, inspected_reasons
from commands.effects.images import trigger_effects
from commands.effects.logs import log_reasons
from commands.effects.model import Effects, Reach, Use
from commands.effects.mounts import bind_reasons, mount_reasons, volume_option_reasons, volume_reasons
from commands.effects.networks import endpoint_reasons, mode_reasons, network_reasons

__all__ = [
    "Effects",
    "Reach",
    "Use",
    "bind_reasons",
    "container_reasons",
    "effects_of",
    "endpoint_reasons",
    "inspected_reasons",
    "log_reasons",
    "mode_reasons",
    "mount_reasons",
    "network_reasons",
    "trigger_effects",
    "volume_option_reasons",
    "volume_reasons",
]

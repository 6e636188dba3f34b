"""What a command touches, and whether it equals root on its host: Docker knowledge, without people and grants.

Everything is derived from the request that the executor would send, or from what the Engine says of an object; the words of
a command are read once, by the parser and the value types.
"""

from __future__ import annotations

from commands.effects.mounts import bind_reasons, mount_reasons, volume_option_reasons, volume_reasons
from commands.effects.networks import endpoint_reasons, mode_reasons, network_reasons

__all__ = [
    "bind_reasons",
    "endpoint_reasons",
    "mode_reasons",
    "mount_reasons",
    "network_reasons",
    "volume_option_reasons",
    "volume_reasons",
]

"""Which commands on a swarm and on plugins are as much as root on its hosts by themselves, whatever they name.

Every command of these groups stands here; one that does not (a later docker's) counts as access to the host.
"""

from __future__ import annotations

GROUPS = frozenset({"swarm", "node", "plugin", "service", "stack", "secret", "config"})

_MANAGER = "a manager can run anything on every host of the swarm"
_PLACES = "where services may run, and who manages the swarm, is decided for all of its hosts"
_PLUGIN = "a plugin runs with the privileges it asks for"
_WITHOUT = "a plugin may be what authorises requests, keeps volumes or networks: the host changes without it"

# Command → why it needs access to the host; "" where only the objects count that it touches and uses.
POWERS: dict[str, str] = {
    "swarm ca": "it replaces, or shows, the authority that all nodes of the swarm trust",
    "swarm init": "the host becomes a manager that other hosts can join",
    "swarm join": "the managers of that swarm can run anything on this host",
    "swarm join-token": "whoever has the token can join the swarm, as a manager with everything in it",
    "swarm leave": "the host leaves its swarm, and the last manager takes everything in it along",
    "swarm unlock": "it unlocks the keys of a manager",
    "swarm unlock-key": "whoever has the key can unlock the managers",
    "swarm update": "it changes whom all nodes of the swarm trust, how long, and how managers are locked",
    "node demote": _PLACES,
    "node inspect": "",
    "node ls": "",
    "node promote": _MANAGER,
    "node ps": "",
    "node rm": _PLACES,
    "node update": _PLACES,
    "plugin create": _PLUGIN,
    "plugin disable": _WITHOUT,
    "plugin enable": _PLUGIN,
    "plugin inspect": "",
    "plugin install": _PLUGIN,
    "plugin ls": "",
    "plugin push": "it publishes a plugin with the host's own login",
    "plugin rm": _WITHOUT,
    "plugin set": "a plugin's settings can give it the host's files and devices",
    "plugin upgrade": _PLUGIN,
    "service create": "",
    "service inspect": "",
    "service logs": "",
    "service ls": "",
    "service ps": "",
    "service rm": "",
    "service rollback": "",
    "service scale": "",
    "service update": "",
    "stack config": "",
    "stack deploy": "the services of a stack can mount and share what they like, and its file is not looked at",
    "stack ls": "",
    "stack ps": "",
    "stack rm": "",
    "stack services": "",
    "secret create": "",
    "secret inspect": "",
    "secret ls": "",
    "secret rm": "",
    "config create": "",
    "config inspect": "",
    "config ls": "",
    "config rm": "",
}


def command_reasons(path: str) -> tuple[str, ...]:
    """Why a command of these groups is as much as root on the host; empty for every other group, and for a group itself."""
    group, space, _ = path.partition(" ")
    if group not in GROUPS or not space:
        return ()
    reason = POWERS.get(path, f"docker {path} is not known to the policy")
    return (reason,) if reason else ()

"""Plans for commands on containers that are there."""

from __future__ import annotations

from bot.planning.look import Draft, Json, Look, listed, name_of, target_of
from bot.planning.using import move_all
from bot.policy_host_access import judges_its_objects
from bot.reply import PlanItem
from commands.effects import effects_of
from commands.parsed import ParsedCommand

# Command → which of its operands are containers.
ALL, FIRST = slice(None), slice(0, 1)
_ALL = ("start", "stop", "restart", "kill", "pause", "unpause", "rm", "update", "wait", "stats", "logs", "inspect")
_FIRST = ("exec", "rename", "commit", "attach", "top", "port", "diff", "export")
OPERANDS = {**dict.fromkeys(_ALL, ALL), **dict.fromkeys(_FIRST, FIRST)}


def on_containers(parsed: ParsedCommand, look: Look, draft: Draft) -> None:
    """Every container that a command names, and what it would do to each."""
    verb = parsed.path.removeprefix("container ")
    for name in dict.fromkeys(parsed.args[OPERANDS[verb]]):
        found = look.container(name)
        if found is None:
            draft.missing("container", name)
            continue
        judged = judges_its_objects(parsed.path)
        target = look.container_target(found) if judged else target_of("container", found)
        effect, undo = _effect(verb, parsed, found, target.name)
        item = PlanItem(
            "container", target.id, target.name, effect, tuple(_notes(verb, parsed, found, look)) if look.deep else (), undo
        )
        draft.add(item, target, *_state(verb, found))
    if verb == "rename" and look.deep and len(parsed.args) > 1 and look.container(parsed.args[1]):
        draft.warn(f"the name {parsed.args[1]} is taken already")
    if verb == "rm":
        _losses(parsed, draft, look)
    if verb == "commit" and draft.targets:
        move_all(effects_of(parsed).moves, "is made of it", draft.targets[0].labels, look, draft)


def running(found: Json) -> bool:
    """Whether a container runs (paused ones do)."""
    return bool((found.get("State") or {}).get("Running"))


def _state(verb: str, found: Json) -> tuple[object, ...]:
    """What must be the same when it runs: for removals also whether it runs and what it holds."""
    state = found.get("State") or {}
    if verb == "rm":
        return (state.get("Running"), sorted(str(mount.get("Name") or mount.get("Source")) for mount in found.get("Mounts") or ()))
    if verb in ("pause", "unpause"):
        return (state.get("Paused"),)
    return ()


def _effect(verb: str, parsed: ParsedCommand, found: Json, name: str) -> tuple[str, str]:
    state = str((found.get("State") or {}).get("Status") or "")
    host = found.get("HostConfig") or {}
    is_running = running(found)
    if verb == "start":
        return ("is started" if not is_running else "runs already; nothing changes", f"docker stop {name}")
    if verb == "stop":
        signal = parsed.value("signal") or (found.get("Config") or {}).get("StopSignal") or "SIGTERM"
        gone = ", and is removed then (it was started with --rm)" if host.get("AutoRemove") else ""
        undo = f"docker start {name}" if not gone else ""
        return (f"gets {signal}, and is killed when it does not end in time{gone}" if is_running else f"is {state} already", undo)
    if verb == "restart":
        return ("is stopped and started again: a short interruption" if is_running else f"is {state}, and is started", "")
    if verb == "kill":
        signal = parsed.value("signal") or "KILL"
        ends = str(signal).upper().removeprefix("SIG") in ("KILL", "TERM", "INT", "QUIT", "9", "15", "2", "3")
        if not is_running:
            return f"is {state}; docker refuses", ""
        return f"gets the signal {signal} at once", f"docker start {name}" if ends else ""
    if verb == "rm":
        return (f"is {state}; it is removed with everything written in it", "")
    table = {
        "pause": ("all its processes are frozen", f"docker unpause {name}"),
        "unpause": ("its processes go on", f"docker pause {name}"),
        "update": (f"changes {listed(sorted(use.spelling for use in parsed.uses))}", _update_undo(parsed, found, name)),
        "exec": ("a command runs inside it", ""),
        "commit": ("is frozen for a moment, and an image is made of it", ""),
        "rename": (f"is called {parsed.args[1] if len(parsed.args) > 1 else ''} from then on", _rename_undo(parsed, name)),
    }
    return table.get(verb, ("is looked at", ""))


def _rename_undo(parsed: ParsedCommand, name: str) -> str:
    return f"docker rename {parsed.args[1]} {name}" if len(parsed.args) > 1 else ""


_UPDATED = {"memory": "Memory", "cpus": "NanoCpus", "cpu-shares": "CpuShares", "pids-limit": "PidsLimit"}


def _update_undo(parsed: ParsedCommand, found: Json, name: str) -> str:
    """The `update` that gives the old values back, where all of them can be said."""
    host, flags = found.get("HostConfig") or {}, []
    for use in parsed.uses:
        if use.long == "restart":
            policy = host.get("RestartPolicy") or {}
            count = policy.get("MaximumRetryCount")
            flags.append(f"--restart {policy.get('Name') or 'no'}{f':{count}' if count else ''}")
        elif use.long in _UPDATED and host.get(_UPDATED[use.long]):
            value = host[_UPDATED[use.long]]
            flags.append(f"--{use.long} {value / 1e9:g}" if use.long == "cpus" else f"--{use.long} {value}")
        else:
            return ""
    return f"docker update {' '.join(flags)} {name}" if flags else ""


def _notes(verb: str, parsed: ParsedCommand, found: Json, look: Look) -> list[str]:
    notes = []
    host = found.get("HostConfig") or {}
    if verb in ("stop", "kill", "restart", "rm", "pause") and running(found):
        ports = sorted(
            {
                str(one["HostPort"])
                for bound in (host.get("PortBindings") or {}).values()
                for one in bound or ()
                if one.get("HostPort")
            }
        )
        if ports:
            notes.append(f"serves port {listed(ports)} of the host")
        sharing = [name_of(row) for row in _sharing(found, look)]
        if sharing:
            notes.append(f"{listed(sharing)} uses its network")
        policy = (host.get("RestartPolicy") or {}).get("Name")
        if verb == "kill" and policy in ("always", "unless-stopped", "on-failure"):
            notes.append(f"its restart policy is {policy}")
        elif verb == "stop" and policy == "always":
            notes.append("comes back when the daemon starts (restart policy always)")
    return notes


def _sharing(found: Json, look: Look) -> list[Json]:
    mode = f"container:{found.get('Id')}"
    return [row for row in look.containers if (row.get("HostConfig") or {}).get("NetworkMode") == mode]


def _losses(parsed: ParsedCommand, draft: Draft, look: Look) -> None:
    """What goes with removed containers: running ones, and their volumes without a name."""
    for target in draft.targets:
        found = look.container(target.typed) or {} if target.id else {}
        if running(found):
            draft.warn(
                f"{target.name} is running: " + ("it is killed first" if parsed.value("force") else "docker refuses to remove it")
            )
        if parsed.value("volumes"):
            for mount in found.get("Mounts") or ():
                name = str(mount.get("Name") or "")
                if mount.get("Type") == "volume" and len(name) == 64:
                    draft.warn(f"the volume {name[:12]} ({mount.get('Destination')}) of {target.name} is lost")

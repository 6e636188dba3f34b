"""What cannot be done through the SDK: why not, and the exact command to type at a terminal."""

from __future__ import annotations

from commands.parsed import ParsedCommand

# Command (or the group it is in) → why it needs the docker program on a person's own machine.
_REASONS: dict[str, str] = {
    "container attach": "it joins your terminal to the container's input and output",
    "container cp": "it copies files from or to your own machine",
    "container export": "it writes the container's files to your own machine",
    "image save": "it writes an archive to your own machine",
    "image load": "it reads an archive from your own machine",
    "image import": "it reads an archive from your own machine, or one that the daemon would fetch for anybody who asks",
    "login": "it takes a password, which does not belong in a chat, and stores it on your own machine",
    "logout": "it removes a login stored on your own machine",
    "context": "it changes which Docker hosts your own docker program knows; hosts are configured in dockwise.yml here",
    "context ls": "it lists the Docker hosts that your own docker program knows; here hosts are configured in dockwise.yml",
    "context inspect": "it shows a Docker host that your own docker program knows; here hosts are configured in dockwise.yml",
    "context show": "it names the Docker host that your own docker program uses; here hosts are configured in dockwise.yml",
    "compose": "compose is a program of its own on your machine: it works the requests out there, often from a compose.yaml file",
    "buildx": "it is a program of your own machine (BuildKit) that the Engine's API does not offer",
    "bake": "it is a program of your own machine (buildx) that the Engine's API does not offer",
    "builder build": "it sends a folder of your own machine to the builder",
    "image build": "it sends a folder of your own machine to the builder; a Git address, or a Dockerfile given as text, works here",
    "stack deploy": "it reads a compose file on your own machine",
    "stack config": "it reads a compose file on your own machine",
    "secret create": "it reads the secret from a file or from the input of your own machine",
    "config create": "it reads the content from a file or from the input of your own machine",
    "plugin install": "it asks you at your terminal to grant the plugin its privileges",
    "plugin upgrade": "it asks you at your terminal to grant the plugin its privileges",
    "plugin create": "it reads a folder of your own machine",
    "plugin push": "it needs a login stored on your own machine",
    "plugin set": "it changes what a plugin may do, and is done at a terminal of the host",
    "trust": "it signs with keys that lie on your own machine",
    "manifest": "it keeps its lists in files on your own machine",
    "manifest inspect": "it asks a registry from your own machine, with the logins stored there",
    "checkpoint": "it needs an Engine with experimental features, and is done at a terminal of the host",
    "swarm ca": "it reads and writes certificates on your own machine",
    "swarm unlock": "it takes the unlock key, which does not belong in a chat",
    "swarm unlock-key": "it shows the key that unlocks every manager, which does not belong in a chat",
    "swarm join-token": "it shows the token with which a machine joins the swarm, which does not belong in a chat",
    "system dial-stdio": "it is what docker itself runs on the other side of an ssh connection",
    "completion": "it prints a script for your own shell",
}  # fmt: skip
# Flags that read or write the caller's own machine, or need its terminal.
_FLAGS: dict[str, str] = {
    "cidfile": "writes a file on your own machine",
    "iidfile": "writes a file on your own machine",
    "env-file": "reads a file of your own machine",
    "label-file": "reads a file of your own machine",
    "use-api-socket": "passes on the logins of your own machine",
    "password-stdin": "reads a password from the input of your own machine",
    "cert": "reads a file of your own machine",
}
_GLOBALS = frozenset({"host", "context", "config", "tls", "tlscacert", "tlscert", "tlskey", "tlsverify"})


def reason(parsed: ParsedCommand, dockerfile: str = "") -> str:
    """Why the command cannot be run here, "" where it can. `dockerfile` is the text of one that was given along with a build."""
    if any(use.long in _GLOBALS for use in parsed.global_uses):
        return "it chooses a daemon itself; here the host is chosen by its name in dockwise.yml"
    words = parsed.path.split()
    for end in range(len(words), 0, -1):
        found = _REASONS.get(" ".join(words[:end]))
        if found and not _builds_here(parsed, dockerfile):
            return found
    return _terminal(parsed) or _files(parsed)


def _builds_here(parsed: ParsedCommand, dockerfile: str) -> bool:
    """A build from a Git address, or of a Dockerfile that was given as text, is the daemon's own work."""
    from commands.executors.building import is_remote

    if parsed.path not in ("image build", "builder build") or any(use.flag.component == "buildx" for use in parsed.uses):
        return False
    return bool(parsed.args) and (is_remote(parsed.args[0]) or bool(dockerfile))


def _terminal(parsed: ParsedCommand) -> str:
    if parsed.path not in ("container run", "container exec", "container start") or not parsed.value("interactive"):
        return ""
    if parsed.value("detach"):
        return ""
    what = "a terminal (-t) and what you type (-i)" if parsed.value("tty") else "what you type (-i)"
    return f"it needs {what}"


def _files(parsed: ParsedCommand) -> str:
    for use in parsed.uses:
        if use.long in _FLAGS:
            return f"{use.spelling} {_FLAGS[use.long]}"
        if use.flag.type == "list" and use.long == "env" and "=" not in use.value:
            return f"{use.spelling} {use.value} takes the value from the environment of your own machine"
    return ""


def explain(parsed: ParsedCommand, dockerfile: str = "") -> str:
    """Why it is not run, and the exact command to type at a terminal of a machine with docker and access to that host."""
    why = reason(parsed, dockerfile) or "dockwise has no way to run it through the Engine's API"
    name = f"docker {parsed.typed_path or parsed.path}".strip()
    return f"{name} is explained here, not run: {why}.\nAt a terminal, type:\n\n    {terminal_command(parsed)}"


def terminal_command(parsed: ParsedCommand) -> str:
    """The words as they were typed, from `docker` on."""
    if not parsed.words:
        return parsed.text.strip()
    return parsed.text[parsed.words[0].start : parsed.words[-1].end]

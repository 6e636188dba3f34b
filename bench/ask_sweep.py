"""Every flag of every command, in the flag's own words: does `ask` put it into the command?

python bench/ask_sweep.py [--show]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from commands.ask import ask  # noqa: E402
from commands.parser import parse_text  # noqa: E402
from commands.spec import load  # noqa: E402
from commands.spec.model import Flag  # noqa: E402

TABLE = ROOT / "tests" / "cases" / "ask_commands.tsv"
SILENT = frozenset({"help", "dry-run", "debug", "menu", "builder"})
SAMPLES = {
    "bytes": "512m",
    "duration": "30s",
    "int": "7",
    "int64": "7",
    "uint": "7",
    "uint16": "7",
    "uint32": "7",
    "uint64": "7",
    "decimal": "2",
    "float": "0.5",
}
VALUES = {
    "platform": "linux/arm64",
    "ip": "10.1.2.3",
    "ip6": "2001:db8::33",
    "dns": "1.1.1.1",
    "subnet": "10.9.0.0/16",
    "gateway": "10.9.0.1",
    "ip-range": "10.9.1.0/24",
    "workdir": "/srv/app",
    "mac-address": "92:d0:c6:0a:29:33",
    "since": "10m",
    "until": "5m",
    "tail": "9",
    "signal": "SIGHUP",
    "stop-signal": "SIGINT",
    "cap-add": "NET_ADMIN",
    "cap-drop": "NET_RAW",
    "env": "MODE=fast",
    "build-arg": "MODE=fast",
    "ulimit": "nofile=1024:2048",
    "sysctl": "net.core.somaxconn=1024",
    "label": "tier=web",
    "tmpfs": "/run",
    "publish": "8080:80",
    "expose": "8080",
    "volume": "/src:/dst",
    "device": "/dev/sda",
    "cpuset-cpus": "0,1",
    "cpuset-mems": "0,1",
    "add-host": "db.local:10.0.0.9",
    "restart": "always",
    "network": "app-net2",
    "gpus": "2",
    "blkio-weight-device": "/dev/sda:300",
    "device-read-bps": "/dev/sda:1mb",
    "device-write-bps": "/dev/sda:1mb",
    "device-read-iops": "/dev/sda:1000",
    "device-write-iops": "/dev/sda:1000",
    "device-cgroup-rule": "'c 42:* rmw'",
    "health-cmd": "'curl -f localhost'",
    "mount": "type=volume,src=a,dst=/b",
    "security-opt": "no-new-privileges",
    "network-alias": "db-alias",
    "filter": "label=tier=web",
    "change": "'CMD sh'",
    "message": "'first one'",
    "output": "out.tar",
    "input": "in.tar",
    "docker": "ssh://ops@prod",
    "description": "'my box'",
    "opt": "type=nfs",
    "driver-opt": "mtu=1400",
    "ipam-opt": "a=b",
    "aux-address": "a=10.9.0.5",
    "annotation": "a=b",
    "secret": "id=s1",
    "external-ca": "protocol=cfssl,url=https://ca",
    "default-addr-pool": "10.20.0.0/16",
    "constraint": "node.role==worker",
    "build-context": "a=b",
    "env-add": "MODE=fast",
    "label-add": "tier=web",
    "publish-add": "8080:80",
    "publish-rm": "8080",
    "attest": "type=sbom",
    "cache-to": "type=inline",
    "cache-from": "team/web:cache",
    "index": "2",
    "scale": "api=3",
    "log-opt": "max-size=10m",
    "storage-opt": "size=20g",
    "user": "1000:1000",
}


def requests() -> Iterator[tuple[str, str]]:
    """Command and plain request."""
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            path, text = line.split("\t")
            yield path, text


def sentences(text: str, flag: Flag) -> Iterator[str]:
    """The request with the flag in words, in two voices."""
    words = flag.long.replace("-", " ")
    if not flag.takes_value or flag.is_bool:
        yield f"{text} with the {flag.long} option"
        yield f"{text} with --{flag.long}"
        return
    value = VALUES.get(flag.long) or SAMPLES.get(flag.type) or "xy-12"
    values = flag.facts.get("values", {})
    if values.get("closed") and values.get("set") and values.get("kind") is None and flag.long not in VALUES:
        value = next(str(one) for one in values["set"] if str(one).islower() or str(one))
    yield f"{text} with the {words} set to {value}"
    yield f"{text} with --{flag.long} {value}"


def sweep(every: int = 1) -> Iterator[tuple[str, str, str, bool]]:
    """Command, flag, sentence, whether the flag is in the answer; only every nth sentence where asked."""
    count = 0
    for path, text in requests():
        for flag in load.command(path).flags:
            if (
                flag.hidden
                or flag.deprecated
                or flag.alias_of
                or flag.long in SILENT
                or flag.facts.get("ostype")
                or not flag.in_judge
            ):
                continue
            for sentence in sentences(text, flag):
                count += 1
                if count % every:
                    continue
                asked = ask(sentence)
                parsed = parse_text(asked.command) if asked.command else None
                good = parsed is not None and parsed.path == path and any(use.long == flag.long for use in parsed.uses)
                yield path, flag.long, sentence, good


def main() -> None:
    """Print the share that is right, and with `--show` what is not."""
    plain = [(path, text, ask(text).command) for path, text in requests()]
    wrong = [(path, text, command) for path, text, command in plain if command is None or parse_text(command).path != path]
    print(f"plain requests {len(plain) - len(wrong)}/{len(plain)}")
    for path, text, command in wrong:
        print(f"  {path}: {text} => {command}")
    rows = list(sweep())
    good = sum(row[3] for row in rows)
    print(f"flags in words {good}/{len(rows)} = {good / len(rows):.1%}")
    if "--show" in sys.argv:
        for path, flag, sentence, right in rows:
            if not right:
                print(f"  {path} --{flag}: {sentence} => {ask(sentence).command}")


if __name__ == "__main__":
    main()

"""Read the Go types behind docker's templates out of the docker program itself.

    python scripts/make_go_types.py [--docker PATH] [--out FILE]

A Go program carries descriptions of its types for reflection: names, fields, tags and method
signatures. This walks them (Go 1.24, ELF, 64 bit) from the types that docker hands to templates and
writes them as JSON: name -> kind, fields `[name, type, tag, embedded]`, methods `name -> signature`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import struct
from pathlib import Path
from typing import Any

ROOTS = (
    "container.InspectResponse",
    "image.InspectResponse",
    "network.Inspect",
    "volume.Volume",
    "swarm.Service",
    "swarm.Node",
    "swarm.Task",
    "swarm.Secret",
    "swarm.Config",
    "types.Plugin",
    "system.dockerInfo",
    "system.versionInfo",
    "events.Message",
    "time.Time",
    "time.Duration",
    "time.Month",
    "time.Weekday",
    "digest.Algorithm",
    "formatter.ContainerContext",
    "formatter.imageContext",
    "formatter.volumeContext",
    "formatter.buildCacheContext",
    "formatter.diskUsageBuilderContext",
    "formatter.diskUsageContainersContext",
    "formatter.diskUsageContext",
    "formatter.diskUsageImagesContext",
    "formatter.diskUsageVolumesContext",
    "formatter.stackContext",
    "container.diffContext",
    "container.statsContext",
    "image.historyContext",
    "network.networkContext",
    "node.nodeContext",
    "plugin.pluginContext",
    "registry.searchContext",
    "secret.secretContext",
    "config.configContext",
    "service.serviceContext",
    "task.taskContext",
    "formatter.Platform",
    "formatter.clientContextContext",
    "context.contextWithTLSListing",
)
KINDS = [
    "invalid",
    "bool",
    "int",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "uintptr",
    "float32",
    "float64",
    "complex64",
    "complex128",
    "array",
    "chan",
    "func",
    "interface",
    "map",
    "ptr",
    "slice",
    "string",
    "struct",
    "unsafeptr",
]
UNCOMMON_AT = {"array": 24, "chan": 16, "func": 8, "interface": 32, "ptr": 8, "slice": 8, "struct": 32}
BODY = 48  # size of Go's abi.Type, which every kind's description begins with


class Image:
    """The bytes of an ELF program, addressed as when loaded."""

    def __init__(self, path: Path) -> None:
        self.bytes = path.read_bytes()
        table = struct.unpack_from("<Q", self.bytes, 0x28)[0]
        size, count, names = struct.unpack_from("<HHH", self.bytes, 0x3A)
        rows = [struct.unpack_from("<IIQQQQIIQQ", self.bytes, table + i * size) for i in range(count)]
        self.sections = [(self.text(rows[names][4] + r[0]), r[1], r[3], r[4], r[5], r[6]) for r in rows]

    def text(self, offset: int) -> str:
        return self.bytes[offset : self.bytes.index(b"\0", offset)].decode("latin1")

    def at(self, address: int) -> int:
        for _, kind, start, offset, size, _ in self.sections:
            if start and kind != 8 and start <= address < start + size:
                return offset + address - start
        raise KeyError(hex(address))

    def number(self, address: int, code: str = "Q") -> int:
        return int(struct.unpack_from("<" + code, self.bytes, self.at(address))[0])

    def symbol(self, name: str) -> int:
        _, _, _, offset, size, link = next(s for s in self.sections if s[0] == ".symtab")
        strings = self.sections[link][3]
        wanted = name.encode() + b"\0"
        for i in range(size // 24):
            where, _, _, _, value, _ = struct.unpack_from("<IBBHQQ", self.bytes, offset + i * 24)
            if self.bytes.startswith(wanted, strings + where):
                return int(value)
        raise KeyError(name)


class Types:
    """Every type the program's reflection data reaches."""

    def __init__(self, image: Image) -> None:
        self.image = image
        module = image.symbol("runtime.firstmoduledata")
        self.base = image.number(module + 8 * 37)
        links, count = image.number(module + 8 * 44), image.number(module + 8 * 45)
        self.seen: dict[int, dict[str, Any]] = {}
        todo = [self.base + image.number(links + 4 * i, "i") for i in range(count)]
        while todo:
            address = todo.pop()
            if address not in self.seen:
                self.seen[address] = {}
                self.seen[address] = self.read(address, todo)

    def name(self, address: int) -> tuple[str, str, int]:
        data, at = self.image.bytes, self.image.at(address)
        flags, at = data[at], at + 1
        name, at = self._counted(at)
        tag = self._counted(at)[0] if flags & 2 else ""
        return name, tag, flags

    def _counted(self, at: int) -> tuple[str, int]:
        data, size, shift = self.image.bytes, 0, 0
        while True:
            byte, at = data[at], at + 1
            size |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return data[at : at + size].decode(), at + size

    def read(self, address: int, todo: list[int]) -> dict[str, Any]:
        number = self.image.number
        kind, flags = KINDS[number(address + 23, "B") & 31], number(address + 20, "B")
        name = self.name(self.base + number(address + 40, "i"))[0]
        row: dict[str, Any] = {"kind": kind, "name": name[1:] if flags & 2 else name, "named": bool(flags & 4)}
        body = address + BODY
        if kind in ("ptr", "slice", "array"):
            row["elem"] = number(body)
        elif kind == "map":
            row["elem"], row["key"] = number(body + 8), number(body)
            todo.append(row["key"])
        elif kind == "struct":
            start, count = number(body + 8), number(body + 16)
            row["fields"] = []
            for at in range(start, start + 24 * count, 24):
                field, tag, bits = self.name(number(at))
                row["fields"].append((field, tag, bool(bits & 8), number(at + 8)))
                todo.append(number(at + 8))
        if "elem" in row:
            todo.append(row["elem"])
        if flags & 1 and kind != "map":
            uncommon = body + UNCOMMON_AT.get(kind, 0)
            row["pkg"] = self.name(self.base + number(uncommon, "i"))[0] if number(uncommon, "i") else ""
            row["methods"] = {}
            for i in range(number(uncommon + 6, "H")):
                at = uncommon + number(uncommon + 8, "I") + 16 * i
                signature = number(at + 4, "i")
                if signature > 0:
                    todo.append(self.base + signature)
                    row["methods"][self.name(self.base + number(at, "i"))[0]] = self.base + signature
        return row

    def table(self) -> dict[str, Any]:
        """What is reachable from the roots, by name as Go prints it."""
        by_name: dict[str, list[int]] = {}
        for address, row in self.seen.items():
            by_name.setdefault(row["name"], []).append(address)
        out: dict[str, Any] = {}
        todo = [
            a
            for root in ROOTS
            for a in by_name.get(root, [])
            if "docker/cli" in self.seen[a].get("pkg", "") or root.startswith(("time.", "digest."))
        ]
        while todo:
            row = self.seen[todo.pop()]
            named = row["named"] or row["kind"] == "struct"
            if row["name"] in out or row["kind"] in ("func", "chan"):
                continue
            entry: dict[str, Any] = {"kind": row["kind"]}
            if "elem" in row:
                todo.append(row["elem"])
            opaque = row["name"].startswith(("time.", "sync.", "atomic."))
            if named and "fields" in row and not opaque:
                entry["fields"] = [[f, self.seen[t]["name"], tag, int(emb)] for f, tag, emb, t in row["fields"]]
                todo += [t for *_, t in row["fields"]]
            if named and "elem" in row:
                entry["elem"] = self.seen[row["elem"]]["name"]
            methods = dict(row.get("methods", {}))
            for address in by_name.get("*" + row["name"], []):
                if self.seen[address].get("pkg", "") == row.get("pkg", ""):
                    more = {k: v for k, v in self.seen[address].get("methods", {}).items() if k not in methods}
                    if more:
                        entry["pointer_methods"] = {k: self.seen[v]["name"] for k, v in sorted(more.items())}
            if methods:
                entry["methods"] = {k: self.seen[v]["name"] for k, v in sorted(methods.items())}
            if "key" in row:
                todo.append(row["key"])
                if named:
                    entry["key"] = self.seen[row["key"]]["name"]
            out[row["name"]] = entry if named else None
        return {name: entry for name, entry in sorted(out.items()) if entry is not None and not _plain(name, entry)}


def _plain(name: str, entry: dict[str, Any]) -> bool:
    return name == entry["kind"] or name == "interface {}"


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--docker", default=shutil.which("docker"))
    options.add_argument("--out", default=str(Path(__file__).parents[1] / "commands/formatter/gotypes.json"))
    chosen = options.parse_args()
    table = Types(Image(Path(chosen.docker))).table()
    lines = [f" {json.dumps(name)}: {json.dumps(entry, separators=(',', ':'))}" for name, entry in table.items()]
    Path(chosen.out).write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()

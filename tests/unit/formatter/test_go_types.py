"""The types behind templates: read from the docker program, and what the formatter makes of them."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib import resources
from pathlib import Path

import pytest

from commands.formatter.gotypes import type_of
from commands.formatter.govalues import dumps, raw, typed
from commands.formatter.mirrored import VERSION
from scripts.make_go_types import Image, Types


@pytest.mark.docker_program
def test_the_types_are_those_of_the_docker_program() -> None:
    program = shutil.which("docker")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout if program else ""
    if f"version {VERSION}" not in said:
        pytest.skip(f"the docker program {VERSION} is not at hand")
    kept = json.loads(resources.files("commands.formatter").joinpath("gotypes.json").read_text("utf-8"))
    assert Types(Image(Path(str(program)))).table() == kept


def test_embedded_fields_are_found_through_their_owner() -> None:
    value = typed("container.InspectResponse", {"Id": "abc", "HostConfig": {"Memory": 5, "nanocpus": 7}})
    host = value.field("HostConfig")
    assert host is not None and host.elem() is not None
    held = host.elem()
    assert held is not None
    memory, cpus = held.field("Memory"), held.field("NanoCPUs")
    assert memory is not None and cpus is not None
    assert (memory.data, cpus.data) == (5, 7)
    assert type_of("container.InspectResponse").paths["ID"] == ("ContainerJSONBase",)


def test_a_typed_reading_writes_docker_s_json() -> None:
    given = {"Name": "v", "Driver": "local", "Mountpoint": "/m", "Labels": {"b": "<2>", "a": "1"}, "Scope": "local", "Unknown": 1}
    text = dumps(typed("volume.Volume", given))
    assert text == '{"Driver":"local","Labels":{"a":"1","b":"<2>"},"Mountpoint":"/m","Name":"v","Options":null,"Scope":"local"}'
    assert dumps(typed("volume.Volume", given), html=True).count("\\u003c") == 1


@pytest.mark.parametrize("data", [None, [], {}, "x", 1, True, [1, {"a": None}], {"State": []}, {"Mounts": {}}, {"Args": "x"}])
def test_any_json_can_be_read_as_any_type(data: object) -> None:
    for name in ("container.InspectResponse", "image.InspectResponse", "network.Inspect", "swarm.Service", "system.dockerInfo"):
        assert dumps(typed(name, data)).startswith("{")
    assert json.loads(dumps(raw(data))) == data

"""printf as the docker program does it: `docker version --format` runs a template without any daemon."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from commands.formatter.gotemplate import TemplateError, parse
from commands.formatter.govalues import raw

pytestmark = pytest.mark.docker_program
# fmt: off
FORMS = (
    '"%.1000001f|" 1.0', '"%.10000009s|" "x"', '"%.10000010f|%d" 1.0 2', '"%.999999999f" 1.0', '"%10000010d|" 1',
    '"%300000d" 1',
    '"%.*f|" 1000001 1.0', '"%*d|" 1000001 1', '"%.*d|%s" -1 5 "x"', '"%*d|" -5 7', '"%*d|" "x" 7', '"%.*f|" 2 1.5',
    '"%*.*f|" 8 2 1.5',
    '"%[2]d|%d" 1 2', '"%[5]d|%d" 1 2', '"%[x]d|%d" 1 2', '"%[1]*d|" 5', '"%[2]*[1]d|" 7 5', '"%[1].2f|" 1.5', '"%[3" 1', '"%[" 1',
    '"%" 1', '"%d %d" 1', '"%d" 1 2 "x"', '"%!" 1', '"%%|%5%|" 1', '"%-8s|%8s|" "a" "b"', '"%08.3f|%+d|% d" 1.5 3 4',
    '"%x|%X|%#x" 255 255 255',
    '"%q|%#q" "a\\n" "b"', '"%-12s|" 1', '"%v|%T" 1 1', '"%t|%t" true 1', '"%c|%U" 10004 10004', '"%.2s|" "héé"', '"%s" nil',
    '""', '"é%déé" 1',
)
# fmt: on


@pytest.mark.parametrize("words", FORMS)
def test_as_docker_prints_it(words: str) -> None:
    program = shutil.which("docker")
    if program is None:
        pytest.skip("there is no docker program")
    text = "{{printf " + words + "}}"
    environ = {**os.environ, "DOCKER_HOST": "unix:///nonexistent.sock"}
    done = subprocess.run([program, "version", "--format", text], capture_output=True, text=True, timeout=60, env=environ)
    try:
        ours = parse(text).execute(raw({}))
    except TemplateError as problem:
        assert "the text is too long" in str(problem) and len(done.stdout) > 1_000_000
        return
    assert ours == done.stdout.removesuffix("\n")

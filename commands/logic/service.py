"""Services: modes and what goes with them, and the client's own checks of values.

Mirrors docker/cli cli/command/service (create.go, opts.go, scale.go, parse.go) and moby/moby client.
"""

from __future__ import annotations

from commands.logic.base import Refusal, last, number, refuse_blank, refusing, switched, texts
from commands.logic.templates import parsed_format
from commands.opts.genericresource import discrete
from commands.opts.healthcheck import Healthcheck, HealthcheckError
from commands.opts.network import NetworkAttachment
from commands.opts.reference import ImageReference
from commands.opts.scale import ScaleEntry
from commands.opts.secret import ConfigReference, SecretReference
from commands.parsed import ParsedCommand

EMPTY = "invalid service name or ID: value is empty"
JOBS = ("replicated-job", "global-job")
_JOB_REFUSES = ("update-", "rollback-")


def _named(parsed: ParsedCommand) -> None:
    refuse_blank(parsed, EMPTY, only_first=switched(parsed, "pretty"))


service_logs = service_rm = service_rollback = service_update = _named


def service_inspect(parsed: ParsedCommand) -> None:
    """`--pretty` is a form of its own; then the template and empty names."""
    if switched(parsed, "pretty") and last(parsed, "format"):
        raise Refusal("--format is incompatible with human friendly format", flag="format", code="conflict")
    parsed_format(parsed, status=1)
    _named(parsed)


def service_scale(parsed: ParsedCommand) -> None:
    """Each operand is SERVICE=REPLICAS."""
    usage = "docker service scale SERVICE=REPLICAS [SERVICE=REPLICAS...]"
    for index, text in enumerate(parsed.args):
        name, _, count = text.partition("=")
        if not name or not count:
            message = (
                f"invalid scale specifier '{text}'.\nSee 'docker service scale --help'.\n\nUsage:  {usage}\n\n"
                "Scale one or multiple replicated services"
            )
            raise Refusal(message, argument=index, code="bad-value")
    problems = []
    for text in parsed.args:
        try:
            ScaleEntry.parse(text)
        except ValueError as error:
            problems.append(str(error))
    if len(problems) == len(parsed.args):
        raise Refusal("\n".join(problems), argument=0, code="bad-value")


def service_create(parsed: ParsedCommand) -> None:
    """The mode and what goes with it, healthchecks, resources, and targets that are given twice."""
    if any(not NetworkAttachment.parse(text).target.strip() for text in texts(parsed, "network")):
        raise Refusal("invalid network name or ID: value is empty", flag="network", code="bad-value")
    with refusing(flag="generic-resource"):
        discrete(texts(parsed, "generic-resource"))
    _health(parsed)
    _mode(parsed)
    for long, kind in (("secret", SecretReference), ("config", ConfigReference)):
        seen: set[str] = set()
        for text in texts(parsed, long):
            reference = kind.parse(text)
            if reference.target in seen:
                message = f"duplicate {long} target for {reference.source} not allowed"
                raise Refusal(message, flag=long, code="conflict")
            seen.add(reference.target)
    if switched(parsed, "with-registry-auth"):
        with refusing(argument=0, code="bad-reference"):
            ImageReference.parse(parsed.args[0])


def _health(parsed: ParsedCommand) -> None:
    values = {use.long: use.value for use in parsed.uses if use.long.startswith("health-")}
    try:
        Healthcheck.of(values, switched(parsed, "no-healthcheck"), negative_retries=True)
    except HealthcheckError as error:
        raise Refusal(str(error), flag=error.flag, code="conflict") from None


def _mode(parsed: ParsedCommand) -> None:
    mode = last(parsed, "mode", "replicated")
    replicated = mode in ("replicated", "replicated-job")
    if mode in JOBS:
        for use in parsed.uses:
            if use.long.startswith(_JOB_REFUSES):
                raise Refusal("update and rollback configuration is not supported for jobs", flag=use.long, code="conflict")
    if mode not in ("replicated", "global", *JOBS):
        raise Refusal(f"Unknown mode: {mode}, only replicated and global supported", flag="mode", code="bad-value")
    if not replicated and parsed.given("replicas"):
        raise Refusal("replicas can only be used with replicated or replicated-job mode", flag="replicas", code="conflict")
    if not replicated and number(parsed, "replicas-max-per-node") > 0:
        message = "replicas-max-per-node can only be used with replicated or replicated-job mode"
        raise Refusal(message, flag="replicas-max-per-node", code="conflict")
    if mode != "replicated-job" and parsed.given("max-concurrent"):
        raise Refusal("max-concurrent can only be used with replicated-job mode", flag="max-concurrent", code="conflict")

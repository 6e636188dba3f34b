"""What commands on images would send, use, name anew and make the daemon connect to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from commands.effects import addresses
from commands.effects.containers import SAFE_SECURITY, used_by_mode
from commands.effects.dockerfiles import Found, judge, judge_triggers
from commands.effects.model import Effects, Use
from commands.effects.networks import mode_reasons
from commands.executors.building import build_query, is_remote
from commands.executors.creating.requests import commit_query, tag_query
from commands.executors.flag_values import FlagValues
from commands.executors.image_names import familiar_name, split_reference
from commands.parsed import ParsedCommand

# Keys of the build's query that give nothing of the host; those that are judged stand in `_query_reasons`.
_HARMLESS = frozenset(
    """
    t extrahosts q nocache forcerm rm pull squash cpusetcpus cpusetmems isolation target dockerfile cpushares cpuquota cpuperiod
    memory memswap shmsize platform buildargs labels cachefrom ulimits
    """.split()
)


def of_build(parsed: ParsedCommand) -> Effects:
    """`docker build`: the query and the Dockerfile, or the repository that the daemon would fetch."""
    flags = FlagValues(parsed)
    query = build_query(flags)
    objects = {key: json.loads(value) for key, value in query if key in ("buildargs", "labels", "cachefrom")}
    found, unseen, reaches = Found(), [], []
    context = parsed.args[0] if parsed.args else "-"
    if parsed.stdin:
        found = judge(parsed.stdin, objects.get("buildargs", {}))
    elif is_remote(context):
        reaches.append(addresses.fetch(context, f"docker build {context}"))
        unseen.append("what a repository is built from")
    network = [value for key, value in query if key == "networkmode"]
    pull = ("pull", "1") in query
    uses = [Use(kind, name) for mode in network for kind, name in used_by_mode(mode)]
    uses += [Use("image", name, "fresh" if pull else "base") for name in found.bases]
    uses += [Use("image", name) for name in (*found.copied, *objects.get("cachefrom", ()))]
    return Effects(
        host_access=(*_query_reasons(query), *found.reasons),
        uses=tuple(dict.fromkeys(uses)),
        moves=(*(value for key, value in query if key == "t"), *(found.bases if pull else ())),
        reaches=(*reaches, *found.reaches),
        unseen=tuple(unseen),
        labels=objects.get("labels", {}),
    )


def _query_reasons(query: Iterable[tuple[str, str]]) -> Iterable[str]:
    for key, value in query:
        if key == "networkmode":
            yield from (f"the build {reason}" for reason in mode_reasons(value))
        elif key == "cgroupparent":
            yield f"the build is in the control group {value}"
        elif key == "securityopt":
            if value.lower() not in SAFE_SECURITY:
                yield f"the build has the security option {value[:40]}"
        elif key not in _HARMLESS:
            yield f"the build has a setting that is not known here ({key})"


def of_tag(parsed: ParsedCommand) -> Effects:
    """`docker tag SOURCE TARGET`: the target stands for the source afterwards."""
    source, target = parsed.args
    return Effects(uses=(Use("image", source),), moves=(_named(tag_query(target)),))


def _named(query: Mapping[str, str]) -> str:
    """The new name, as docker shows it."""
    return f"{familiar_name(query['repo'])}:{query['tag']}"


def of_commit(parsed: ParsedCommand) -> Effects:
    """`docker commit`: the image's name, and what `--change` puts into it."""
    query = commit_query(FlagValues(parsed), *parsed.args[:2])
    named = dict(query)
    changes = [value for key, value in query if key == "changes"]
    return replace(_changed(changes), moves=(_named(named),) if named["repo"] else ())


def of_import(parsed: ParsedCommand) -> Effects:
    """`docker import ADDRESS [NAME]`: the daemon fetches the archive."""
    source = parsed.args[0]
    changed = _changed(FlagValues(parsed).raw("change"))
    reaches = (addresses.fetch(source, f"docker import {source}"),) if "://" in source else ()
    moves = (_named(tag_query(parsed.args[1])),) if len(parsed.args) > 1 else ()
    return replace(changed, moves=moves, reaches=(*reaches, *changed.reaches))


def _changed(changes: list[str]) -> Effects:
    """`--change` of commit and import: triggers run in every build from the image; LABEL makes its labels unknown here."""
    found = judge_triggers(changes)
    labels = any(change.split(None, 1)[:1] and change.split(None, 1)[0].upper() == "LABEL" for change in changes)
    unseen = ("what --change labels",) if labels else ()
    return Effects(host_access=tuple(found.reasons), reaches=tuple(found.reaches), unseen=unseen)


def of_pull(parsed: ParsedCommand) -> Effects:
    """`docker pull`: a tag may stand for another image afterwards."""
    image = parsed.args[0]
    everything = FlagValues(parsed).on("all-tags")
    moves = () if everything or split_reference(image)[2] else (image,)
    unseen = ("every tag of the repository",) if everything else ()
    return Effects(moves=moves, reaches=addresses.pulled(image, f"docker pull {image}"), unseen=unseen)


def of_push(parsed: ParsedCommand) -> Effects:
    """`docker push`."""
    image = parsed.args[0]
    unseen = ("every tag of the repository",) if FlagValues(parsed).on("all-tags") else ()
    return Effects(reaches=addresses.pulled(image, f"docker push {image}"), unseen=unseen)


def of_search(parsed: ParsedCommand) -> Effects:
    """`docker search`: the daemon asks the registry that the term names."""
    return Effects(reaches=addresses.searched(parsed.args[0], f"docker search {parsed.args[0]}"))


def trigger_effects(image: Mapping[str, Any]) -> Effects:
    """What an image makes a build do that starts from it, from its inspect JSON: its `OnBuild` instructions."""
    found = judge_triggers((image.get("Config") or {}).get("OnBuild") or ())
    reasons = [f"makes builds run an instruction that cannot be judged: {reason}" for reason in found.reasons]
    return Effects(host_access=tuple(reasons), reaches=tuple(found.reaches))

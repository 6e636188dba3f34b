"""Who may run what: a pure function from settings, person, place, host and resolved commands to a decision.

    decide(settings, actor, place, host, subjects) -> Decision
    may_approve(settings, approver, asker, place, host, subjects, mode) -> Decision
    needs_targets(settings, subject) -> bool     # whether the objects must be resolved before `decide`

A `Subject` is one docker command (each `$(docker …)` and each `xargs docker …` is one of its own), made by
`subject_of(parsed, risk, targets=…, unresolved=…)`. Deny by default: what no grant names is refused, one object
that is not allowed refuses the whole, and every decision names its grant or the one that would be needed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.config_model import EVERYONE, LOCAL, Grant, Settings
from bot.planning.new_names import like_ids
from bot.policy_host_access import host_access_reasons, judges_its_objects
from bot.policy_refusals import never_run
from bot.reply import DecisionView
from bot.request import Actor, Place
from commands.effects import Reach, effects_of
from commands.parsed import ParsedCommand

STRENGTH = {"none": 0, "confirm": 1, "second": 2}


@dataclass(frozen=True, slots=True)
class Target:
    """One object that a command touches.

    `id` is the full id (the name for volumes), "" for what the command would make. `host_access` says
    why the object itself is equal to root on its host. `acts` is False for what is only used (a volume, a network).
    `typed` is the word of the command that names it, "" where none does. `reaches` are addresses that the daemon would
    connect to because of it. `specs` are digests of what may be written to it: a service's specification as it was judged.
    `seal` is what else must be the same when it runs (how a volume was made, an image's names).
    """

    kind: str
    id: str
    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    host_access: tuple[str, ...] = ()
    acts: bool = True
    typed: str = ""
    reaches: tuple[Reach, ...] = ()
    specs: frozenset[str] = frozenset()
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """One docker command as the policy sees it. `never` are reasons that hold whoever asks.

    `reaches` are addresses that the daemon would connect to, `unseen` what grants for labelled objects cannot be held against.
    """

    path: str
    risk: str
    targets: tuple[Target, ...] = ()
    host_access: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    label_filters: tuple[str, ...] = ()
    reaches: tuple[Reach, ...] = ()
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Allowed or not, by which grants, after whose approval; `needed` is a line of YAML that would allow it."""

    allowed: bool
    rule: str
    approval: str = "none"
    needed: str = ""
    reasons: tuple[str, ...] = ()
    grants: tuple[Grant, ...] = ()

    @property
    def view(self) -> DecisionView:
        """The contract's shape."""
        return DecisionView(self.allowed, self.rule, self.approval, self.needed)

    @property
    def explanation(self) -> str:
        """Why it is refused and what would allow it, for people; "" when it is allowed."""
        if self.allowed:
            return ""
        lines = list(self.reasons)
        if self.needed:
            lines.append(f"A grant that would allow it: {self.needed}")
        return "\n".join(lines)


def subject_of(
    parsed: ParsedCommand, risk: str, targets: Iterable[Target] = (), unresolved: Iterable[str] = (), pinned: bool = False
) -> Subject:
    """One parsed command with what it touches. `pinned`: its operands are ids that we resolved ourselves."""
    effects = effects_of(parsed)
    return Subject(
        path=parsed.path,
        risk=str(risk),
        targets=tuple(targets),
        host_access=tuple(dict.fromkeys([*host_access_reasons(parsed), *effects.host_access])),
        unresolved=tuple(unresolved),
        never=(*never_run(parsed, str(risk), pinned), *like_ids(parsed), *effects.refused),
        label_filters=_label_filters(parsed),
        reaches=tuple(reach for reach in effects.reaches if not reach.image),
        unseen=effects.unseen,
    )


def label_filter(path: str) -> str:
    """The name of the filter for an object's own labels: for nodes `label` means those of the node's engine."""
    return "node.label" if path == "node ls" else "label"


def _label_filters(parsed: ParsedCommand) -> tuple[str, ...]:
    """The labels that a list is narrowed to: `--filter label=team=web`.

    Of several filters with one label's key a swarm keeps any one (moby ConvertKVStringsToMap over a map), so none counts.
    """
    if not parsed.path.endswith(" ls"):
        return ()
    values = [use.value.partition("=") for use in parsed.uses if use.long == "filter"]
    wanted = [value.strip() for key, _, value in values if key.strip().lower() == label_filter(parsed.path)]
    keys = [value.partition("=")[0] for value in dict.fromkeys(wanted)]
    return tuple(value for value in wanted if keys.count(value.partition("=")[0]) == 1)


def roles_of(settings: Settings, actor: Actor) -> frozenset[str]:
    """The roles somebody has. Guests, people from shared channels and bots have only those that name their user id.

    Somebody whose account is deactivated has none.
    """
    if actor.kind == "deactivated":
        return frozenset()
    named = {name for name, role in settings.roles.items() if actor.user and actor.user in role.users}
    if not actor.member and not actor.local:
        return frozenset(named)
    grouped = {name for name, role in settings.roles.items() if role.usergroups & actor.usergroups}
    roles = named | grouped | {EVERYONE}
    return frozenset(roles | {LOCAL}) if actor.local and not actor.user else frozenset(roles)


def hosts_of(settings: Settings, actor: Actor) -> tuple[str, ...]:
    """The hosts that some grant of somebody's names: of others they are not even told the names."""
    roles = roles_of(settings, actor)
    theirs = [grant for grant in settings.all_grants if roles & set(grant.roles)]
    return tuple(host for host in settings.hosts if any(grant.on_host(host) for grant in theirs))


def needs_targets(settings: Settings, subject: Subject) -> bool:
    """True when the objects must be known: changes always, reads where a grant about them asks for labels or for an approval."""
    if subject.risk != "read":
        return True
    asking = (grant for grant in settings.all_grants if grant.labels or grant.approval != "none")
    return any(grant.covers(subject.path, subject.risk) for grant in asking)


def depends_on_objects(settings: Settings, actor: Actor, place: Place, host: str, subject: Subject) -> bool:
    """True when a grant that this person has, there and on that host, is for labelled objects only.

    For anybody else the objects change nothing, so they are not looked up: a refusal tells nothing of what is on a host.
    """
    roles = roles_of(settings, actor)
    return not subject.never and any(
        grant.labels
        and grant.covers(subject.path, subject.risk)
        and roles & set(grant.roles)
        and grant.on_host(host)
        and (not grant.channels or place.channel in grant.channels)
        for grant in settings.all_grants
    )


def decide(settings: Settings, actor: Actor, place: Place, host: str, subjects: Sequence[Subject]) -> Decision:
    """Whether that person may run these commands there, on that host."""
    if not subjects:
        return Decision(False, "nothing to run", reasons=("There is no docker command in this.",))
    if host not in settings.hosts:
        known = ", ".join(hosts_of(settings, actor)) or "none for you"
        return Decision(False, f"no host {host}", reasons=(f"There is no host {host!r} in the configuration: {known}.",))
    never = tuple(dict.fromkeys(reason for subject in subjects for reason in subject.never))
    if never:
        return Decision(False, "never run here", reasons=never)
    roles = roles_of(settings, actor)
    used: dict[Grant, None] = {}
    reasons: dict[str, None] = {}
    needed = ""
    for subject in subjects:
        for target in subject.targets or (None,):
            verdict = _judge(settings, roles, place, host, subject, target)
            if isinstance(verdict, Grant):
                used[verdict] = None
            else:
                reasons.update(dict.fromkeys(verdict))
                needed = needed or _needed(settings, roles, place, host, subject)
    if reasons:
        return Decision(
            False,
            f"no grant; needed: {needed}",
            needed=needed,
            reasons=(_who(actor), *reasons) if not actor.member else tuple(reasons),
        )
    grants = tuple(used)
    approval = max((grant.approval for grant in grants), key=STRENGTH.__getitem__)
    return Decision(True, "; ".join(grant.rule for grant in grants), approval, grants=grants)


def may_approve(
    settings: Settings, approver: Actor, asker: Actor, place: Place, host: str, subjects: Sequence[Subject], mode: str
) -> Decision:
    """Whether `approver` may let the asker's command run: they need a grant for all of it, and for `second` be somebody else."""
    same = same_person(approver, asker)
    if mode == "confirm" and not same:
        return Decision(False, "only the asker confirms", reasons=("Only the person who asked can confirm this.",))
    if mode == "second" and same:
        return Decision(False, "somebody else approves", reasons=("This needs a second person: whoever asks cannot approve.",))
    return decide(settings, approver, place, host, subjects)


def same_person(one: Actor, other: Actor) -> bool:
    """By user id, or both the person at the terminal."""
    return (one.user, one.local) == (other.user, other.local) and bool(one.user or one.local)


def _judge(
    settings: Settings, roles: frozenset[str], place: Place, host: str, subject: Subject, target: Target | None
) -> Grant | tuple[str, ...]:
    """The grant that allows this command on this object (the one that asks for least), or why none does."""
    root = _host_access(settings, subject, target)
    found: list[Grant] = []
    nearest: tuple[int, tuple[str, ...]] | None = None
    for grant in settings.all_grants:
        if not grant.covers(subject.path, subject.risk):
            continue
        failing = _failing(grant, roles, place, host, subject, target, root)
        if not failing:
            found.append(grant)
        else:
            score = len(failing) + 10 * (not roles & set(grant.roles))
            if nearest is None or score < nearest[0]:
                nearest = (score, failing)
    if found:
        return min(found, key=lambda grant: STRENGTH[grant.approval])
    if nearest is None:
        return (f"No grant names docker {subject.path} ({subject.risk}).",)
    return nearest[1]


def _failing(
    grant: Grant, roles: frozenset[str], place: Place, host: str, subject: Subject, target: Target | None, root: tuple[str, ...]
) -> tuple[str, ...]:
    failing = []
    if not roles & set(grant.roles):
        failing.append(f"docker {subject.path} is for {' and '.join(grant.roles)} ({grant.rule}).")
    if not grant.on_host(host):
        failing.append(f"docker {subject.path} is granted on {', '.join(grant.hosts)}, not on {host}.")
    if grant.channels and place.channel not in grant.channels:
        failing.append(f"docker {subject.path} is granted in {', '.join(grant.channels)} only.")
    if grant.labels and (target is not None or not failing):  # for whom the grant is not anyway, no object was looked up
        failing += _unlabelled(grant, subject, target)
    if root and not grant.host_access:
        failing.append(f"This is as much as root on the host: {'; '.join(root)}. The grant needs host_access: true.")
    return tuple(failing)


def _unlabelled(grant: Grant, subject: Subject, target: Target | None) -> list[str]:
    """Why a grant that is for labelled objects does not reach these."""
    wanted = ", ".join(grant.labels)
    if subject.unseen:
        return [f"The grant is for objects with {wanted}, which cannot be checked of {' and '.join(subject.unseen)}."]
    if subject.unresolved:
        return [f"There is no {', '.join(map(repr, subject.unresolved))} on this host, so its labels ({wanted}) cannot be checked."]
    if target is None:
        if subject.label_filters and all(label in subject.label_filters for label in grant.labels):
            return []
        advice = " ".join(f"--filter {label_filter(subject.path)}={label}" for label in grant.labels)
        hint = f" Write it with {advice}." if subject.path.endswith(" ls") else ""
        return [f"The grant is for objects with {wanted}, and this command names none.{hint}"]
    if not target.acts and not target.id:
        return [f"There is no {target.kind} {target.name} on this host, so its labels ({wanted}) cannot be checked."]
    if target.kind == "image" and not target.acts:
        # What is only used may be shared: an image without the key is everybody's, one with another value is somebody else's.
        if grant.carries({**_wanted(grant), **target.labels}):
            return []
    elif grant.carries(target.labels):
        return []
    if subject.path.endswith(" prune"):  # nobody named it: a refusal is no inventory
        return [f"It would also take {target.kind}s that do not carry {wanted}."]
    return [f"{target.kind} {target.name or target.id[:12]!s} does not carry {wanted}."]


def _wanted(grant: Grant) -> dict[str, str]:
    """The grant's labels as an object would carry them."""
    return dict(label.partition("=")[::2] for label in grant.labels)


def _host_access(settings: Settings, subject: Subject, target: Target | None) -> tuple[str, ...]:
    """What makes this command, on this object, as much as root on the host."""
    reaches = [*subject.reaches, *(target.reaches if target else ())]
    listed = (settings.registries, settings.fetch)
    root = [*subject.host_access, *(reach.reason for reach in reaches if not reach.allowed(*listed))]
    if target is not None and (not target.acts or judges_its_objects(subject.path)):
        name = target.name or target.id[:12]
        root += [f"{name}: {reason}" for reason in target.host_access]
    return tuple(dict.fromkeys(root))


def root_reasons(settings: Settings, subject: Subject) -> tuple[str, ...]:
    """Why a command is as much as root on the host, of itself and by each object that it touches."""
    found = (reason for target in subject.targets or (None,) for reason in _host_access(settings, subject, target))
    return tuple(dict.fromkeys(found))


def _who(actor: Actor) -> str:
    what = {
        "guest": "Guests",
        "external": "People from shared channels",
        "bot": "Other bots",
        "deactivated": "People whose account is deactivated",
    }.get(actor.kind, "People outside the workspace")
    return f"{what} may run nothing unless a role names their user id."


def _needed(settings: Settings, roles: frozenset[str], place: Place, host: str, subject: Subject) -> str:
    """The line for `grants:` that would allow this, for a role the person has where there is one of their own."""
    own = sorted(roles - {EVERYONE, LOCAL}) or [role for role in (LOCAL,) if role in roles] or ["ROLE"]
    line = f"{{roles: [{own[0]}], commands: [{subject.path}], hosts: [{json.dumps(host)}]"
    if place.channel:
        line += f", channels: [{place.channel}]"
    if subject.risk != "read":
        line += ", approval: confirm"
    if any(_host_access(settings, subject, target) for target in subject.targets or (None,)):
        line += ", host_access: true"
    return line + "}"

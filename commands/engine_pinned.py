"""A client that acts on judged objects only: every request that names one is sent with its full id.

    pinned(client, pins)      # the same client in every other way; it shares connections and the agreed version

It stands at the one place that every request of every executor passes, so none of them can forget it. What the daemon
says of an id that the person never typed comes back with the word that was typed.

What cannot be sent by an id, because the Engine has none for it, is looked at right before: names of images that are
untagged, pushed or given, and volumes. Between that look and the request a few milliseconds remain, in which somebody who
may move a tag, or remove a volume and make it anew, can do so; the Engine has no request that would be refused then. The
same holds for the tag that a build gives when it ends, and for a network between the making of a container and its start.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, TypeVar, cast
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from docker import APIClient
from requests import PreparedRequest, Request, Response
from requests.exceptions import RequestException

from commands.engine_pins import NotJudged, Pins, full_image, is_swarm_id, repository, seal, told, word_key
from commands.engine_routes import Reference, is_prune, reference, split_version

Client = TypeVar("Client", bound=APIClient)
Echo = tuple[str, str, str]
# Kinds of which a name is only looked up for display, by ids that the daemon itself gave.
_SHOWN = ("task", "node", "service", "network")
# A request that makes an object: its kind, and where the answer holds its id.
_MAKES = {
    "containers/create": ("container", "Id"), "networks/create": ("network", "Id"), "volumes/create": ("volume", "Name"),
    "services/create": ("service", "ID"), "commit": ("image", "Id"),
}  # fmt: skip


def pinned(api: Client, pins: Pins) -> Client:
    """The client bound to the judged objects of one run."""
    if hasattr(api, "negotiate"):
        api.negotiate()  # so that the copy knows the version
    twin: Client = object.__new__(_pinned_class(cast(Any, type(api))))
    twin.__dict__.update(api.__dict__, pins=pins)
    return twin


@cache
def _pinned_class(base: Any) -> Any:
    class Pinned(base):  # type: ignore[misc]
        def send(self, request: PreparedRequest, **kwargs: Any) -> Response:
            sent = _Sending(self, super().send, request)
            try:
                response = sent.go(kwargs)
            except RequestException as error:
                error.request = request
                raise
            return sent.answered(response)

    Pinned.__name__ = Pinned.__qualname__ = f"Pinned{base.__name__}"
    return Pinned


class _Sending:
    """One request on its way: its references replaced before, the daemon's words put right after."""

    def __init__(self, api: Any, send: Any, request: PreparedRequest) -> None:
        self.api, self.pins, self.request = api, cast(Pins, api.pins), request
        self._send, self._echoes = send, []  # type: tuple[Any, list[Echo]]
        self._url = urlsplit(str(request.url))
        self._method, self._path = str(request.method), self._url.path
        self._route = split_version(self._path)[1]

    def go(self, options: dict[str, Any]) -> Response:
        """Send it, on the judged ids."""
        if is_prune(self._method, self._path):
            self._allow_prune()
        named = reference(self._method, self._path)
        query = dict(parse_qsl(self._url.query, keep_blank_values=True))
        if named is not None and named.kind == "image" and self._method in ("DELETE", "POST") and named.after != "/tag":
            return self._of_image_name(named, query, options)
        path, url_query = self._path, self._url.query
        if named is not None:
            path = named.path(self._reference(named))
        if named is not None and named.after == "/tag":
            self._same_name(query)
        if self._method == "POST" and self._route in ("commit", "images/create"):
            self._same_name(query)
        if self._method == "POST" and self._route == "commit":
            pairs = parse_qsl(self._url.query, keep_blank_values=True)
            url_query = urlencode([(key, self._id("container", text) if key == "container" else text) for key, text in pairs])
        return self._sent(path, url_query, self._body(), options)

    def answered(self, response: Response) -> Response:
        """The answer with the person's own words in it; what it made is the run's own from now on."""
        response.request, response.url = self.request, str(self.request.url)
        if response.status_code >= 400:
            self._retell(response)
        elif self._method == "POST":
            self._note_made(response)
        elif self._method == "GET":
            self._note_read(response)
        return response

    def _id(self, kind: str, word: str) -> str:
        its_id = self.pins.found(kind, word)
        if its_id is None:
            return word
        if its_id != word:
            self._echoes.append((kind, word, its_id))
        return its_id

    def _reference(self, named: Reference) -> str:
        if named.kind == "exec":
            self.pins.require("exec", named.name, named.name)
            return named.name
        if self._method == "GET" and named.kind in _SHOWN and is_swarm_id(named.name):
            return named.name
        its_id = self._id(named.kind, named.name)
        if named.kind == "volume" and self._method != "GET":
            self._same_volume(its_id)
        return its_id

    def _allow_prune(self) -> None:
        """The daemon chooses what a prune removes; only one record of the build cache can be named."""
        filters = dict(parse_qsl(self._url.query)).get("filters") or "{}"
        ids = [text.strip("^$") for text in json.loads(filters).get("id") or ()]
        if self._route != "build/prune" or len(ids) != 1 or not self.pins.allows("build record", ids[0]):
            raise NotJudged("a prune that lets the daemon choose is not sent: what is removed was judged one by one")

    # -- bodies ---------------------------------------------------------------------------------------------------

    def _body(self) -> Any:
        body = self.request.body
        if self._method != "POST" or not body:
            return body
        if self._route == "containers/create":
            return self._create_body(json.loads(body))
        if self._route.startswith("networks/") and self._route.endswith(("/connect", "/disconnect")):
            found = json.loads(body)
            word = str(found.get("Container", ""))
            if not (found.get("Force") and word_key("container", word) in self.pins.missing):  # an endpoint left behind
                found["Container"] = self._id("container", word)
            return json.dumps(found)
        return body

    def _create_body(self, body: dict[str, Any]) -> str:
        """Other containers that a new one uses, by their ids; the Engine itself keeps them so, or turns them into names."""
        host = body.get("HostConfig") or {}
        for key in ("NetworkMode", "PidMode", "IpcMode"):
            lead, colon, word = str(host.get(key) or "").partition(":")
            if colon and lead == "container":
                host[key] = f"container:{self._id('container', word)}"
                endpoints = (body.get("NetworkingConfig") or {}).get("EndpointsConfig") or {}
                if f"container:{word}" in endpoints:
                    endpoints[host[key]] = endpoints.pop(f"container:{word}")
        if host.get("Links"):
            host["Links"] = [self._link(text) for text in host["Links"]]
        if host.get("VolumesFrom") and self.pins.check:
            parts = (text.partition(":") for text in host["VolumesFrom"])
            host["VolumesFrom"] = [self._id("container", word) + colon + mode for word, colon, mode in parts]
        return json.dumps(body)

    def _link(self, text: str) -> str:
        word, _, alias = text.partition(":")
        return f"{self._id('container', word)}:{alias or word.strip('/')}"

    # -- names that have no id --------------------------------------------------------------------------------------

    def _of_image_name(self, named: Reference, query: dict[str, str], options: dict[str, Any]) -> Response:
        """`push` and `rmi` act on a name: it is sent while it still stands for the judged image."""
        pushed = named.after == "/push"
        if pushed and not query.get("tag"):
            self._whole_repository(named.name)
            return self._unchanged(options)
        word = f"{named.name}:{query['tag']}" if pushed else named.name
        key = word_key("image", word)
        if (not self.pins.strict and key not in self.pins.words) or self.pins.allows("image", word):
            return self._unchanged(options)
        judged = self.pins.words.get(key, "")
        if not pushed and judged.removeprefix("sha256:").startswith(word.removeprefix("sha256:")):
            return self._by_id(named, self._id("image", word), options)
        found = self._look(f"/images/{quote(word, safe='/:@')}/json")
        if found is not None:
            self.pins.require("image", str(found.get("Id", "")), word)
        if pushed or found is None:
            gone = key in self.pins.words or key in self.pins.missing or found is not None
            return self._unchanged(options) if pushed and gone else self._by_id(named, self._id("image", word), options)
        alone = _only_name(word, found)
        if alone is None or (alone and "force" not in query):
            response = self._by_id(named, str(found["Id"]), options)
            if alone is None or response.status_code != 409:
                return response
        return self._unchanged(options)  # more names than one, or in use: docker's words and effects are those of the name

    def _unchanged(self, options: dict[str, Any]) -> Response:
        return self._sent(self._path, self._url.query, self.request.body, options)

    def _by_id(self, named: Reference, its_id: str, options: dict[str, Any]) -> Response:
        return self._sent(named.path(its_id), self._url.query, self.request.body, options)

    def _same_name(self, query: dict[str, str]) -> None:
        """The name that an image is to get stands for what it stood for when it was judged, or for nothing still."""
        word = f"{query.get('repo') or query.get('fromImage', '')}:{query.get('tag') or 'latest'}"
        key = word_key("image", word)
        if key in self.pins.words or key in self.pins.missing:
            found = self._look(f"/images/{quote(word, safe='/:@')}/json")
            if found is not None:
                self.pins.require("image", str(found.get("Id", "")), word)

    def _whole_repository(self, name: str) -> None:
        listed = self._look("/images/json?" + urlencode({"filters": json.dumps({"reference": [name]})}))
        for row in cast(Any, listed) or ():
            self.pins.require("image", str(row.get("Id", "")), name)

    def _same_volume(self, name: str) -> None:
        if ("volume", name) in self.pins.seals:
            found = self._look(f"/volumes/{quote(name, safe='')}")
            if found is not None:
                self._check_seal(name, found)

    def _check_seal(self, name: str, volume: dict[str, Any]) -> None:
        if self.pins.seals.get(("volume", name), "") not in ("", seal(volume)):
            raise NotJudged(f"volume {name} was made anew since it was looked at; nothing was done with it: ask again")

    # -- sending ----------------------------------------------------------------------------------------------------

    def _sent(self, path: str, query: str, body: Any, options: dict[str, Any]) -> Response:
        sent = self.request.copy()
        sent.url = urlunsplit(self._url._replace(path=path, query=query))
        if body is not self.request.body:
            sent.prepare_body(body, None)
        response: Response = self._send(sent, **options)
        return response

    def _look(self, path: str) -> dict[str, Any] | None:
        """A question of our own; None where there is no such thing."""
        asked = self.api.prepare_request(Request("GET", self.api._url("{0}", "").rstrip("/") + path))
        response: Response = self._send(asked, timeout=self.api.timeout)
        found: dict[str, Any] | None = response.json() if response.status_code < 400 else None
        return found

    def _retell(self, response: Response) -> None:
        if not self._echoes:
            return
        text = response.content.decode("utf-8", "replace")
        try:
            said = json.loads(text)
            message = str(said["message"])
        except (ValueError, KeyError, TypeError):
            said, message = None, text
        for echo in self._echoes:
            message = told(message, *echo)
        for kind, word, _ in self._echoes:
            status, instead = self.pins.missing.get(word_key(kind, word), (0, ""))
            if instead:  # several objects fit the word, or this is no manager of a swarm
                response.status_code = status
                ours = f"No such container: {word}"
                message = message.replace(ours, instead) if ours in message else instead
        whole = json.dumps({**said, "message": message}) if said is not None else message
        response._content = whole.encode("utf-8", "surrogatepass")

    def _note_made(self, response: Response) -> None:
        makes = ("exec", "Id") if self._route.endswith("/exec") else _MAKES.get(self._route)
        if makes is None:
            return
        kind, key = makes
        its_id = str(response.json().get(key) or "")
        self.pins.made.add((kind, its_id))
        if kind == "container" and self.pins.check is not None:
            self._judge_made(its_id)

    def _judge_made(self, its_id: str) -> None:
        """What was made is judged as it stands, before anything starts it; it is removed where it may not be used."""
        found = self._look(f"/containers/{its_id}/json")
        body = json.loads(self.request.body or "{}")
        reasons = cast(Any, self.pins.check)(body, found) if found is not None else ("it is gone again",)
        if reasons:
            address = self.api._url("{0}", "").rstrip("/") + f"/containers/{its_id}?force=1&v=1"
            self._send(self.api.prepare_request(Request("DELETE", address)), timeout=self.api.timeout)
            raise NotJudged("The container that was made is not what was judged, so it was removed: " + "; ".join(reasons))

    def _note_read(self, response: Response) -> None:
        named = reference(self._method, self._path)
        if named is None or named.kind != "volume":
            return
        volume = response.json()
        self._check_seal(str(volume.get("Name", "")), volume)
        if (volume.get("ClusterVolume") or {}).get("ID"):
            self.pins.made.add(("volume", str(volume["ClusterVolume"]["ID"])))


def _only_name(word: str, image: dict[str, Any]) -> bool | None:
    """Whether a word is the only name that an image has; None where it is the beginning of its id."""
    tags = [full_image(tag) for tag in image.get("RepoTags") or ()]
    if "@" in word:
        return False
    if full_image(word) not in tags:
        return None
    return len(tags) == 1 and {repository(one) for one in image.get("RepoDigests") or ()} <= {repository(word)}

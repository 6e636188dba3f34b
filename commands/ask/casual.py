"""What is typed in a hurry, in whole words: "in bg", "atm", "loadtest-something"."""

from __future__ import annotations

import re

_STATE = "running|paused|stopped|exited|unhealthy|healthy|dead|restarting|crashed"
_FIELD = (
    "exit code|restart policy|memory limit|entrypoint|hostname|mac address|restart count|ip|ip address|status|state"
    "|health|health status|start time"
)
# A pattern, what is written in its place, and in front of those that may stand anywhere: words of which the text must hold one.
_WRITTEN = tuple(
    (row[0] if len(row) > 2 else (), re.compile(row[-2], re.IGNORECASE), row[-1])
    for row in (
        (
            ("called", "named"),
            r"\b(?:everything|anything|(?:all|every|any)(?: the)? containers?)(?: (?:that|which)(?:'s| is| are))? (?:called|named) "
            r"([\w-]+-)(?:something|whatever|anything|sth)\b",
            r"all containers with \1 in the name",
        ),
        (rf"^(?:the )?({_FIELD}) of ([\w.-]+)\s*\?*$", r"what is the \1 of \2"),
        (rf"^(?:is )?anything (?:stuck |still |currently |even )*({_STATE})\b", r"list \1 containers"),
        (("bg",), r"\bin (?:the )?bg\b", "in the background"),
        (("atm",), r"\batm\b(?=\s*[?.!]*$)", "right now"),
        ((" tho",), r"\s(?:even )?tho(?: (?:it's|it is) running)\b", " even if it is running"),
        (
            rf"^(?:what(?:'s|s| is) the|(?:show|tell|give)(?: me)? the|get(?: me)? the) ({_FIELD}) (?:of|on|for|from|in) "
            r"(?:the )?(?:container )?([\w.-]+)(?: container)?\s*\?*$",
            r"what is the \1 of \2",
        ),
        (
            r"^(?:what(?:'s|s| is)|(?:show|tell|give)(?: me)?|get(?: me)?|print)? ?(?:container )?"
            rf"([\w.-]+)(?:'s|’s) ({_FIELD})\s*\?*$",
            r"what is the \2 of \1",
        ),
        (r"^whats\b", "what is"),
        (r"^(?:what(?:'s| is)|which is) the (?:\w+ )?command (?:i need |you use )?to\b", "how do i"),
        ((" u ", "u "), r"\bu\b(?= (?:kill|stop|restart|remove|can|could|please|show|tell|run|do))", "you"),
        (("bring ",), r"\bbring (.{2,80}?) to a (?:halt|stop|standstill)\b", r"stop \1"),
        (
            r"^(?:is it possible (?:for (?:me|us) )?to"
            r"|is there (?:an?|any|some) (?:\w+ )?(?:way|option|chance|possibility|trick) (?:for (?:me|us) )?(?:to|of)"
            r"|what(?:'s|s| is| would be) (?:the|a|an|your) (?:\w+ )?way (?:to|of)|(?:am i|are we) able to)\b",
            "how do i",
        ),
        (("force-", "hard-"), r"\b(?:force|hard)-(remove|delete|kill|stop|restart)\b", r"forcibly \1"),
        (("pretty-",), r"\bpretty-print\b", "show pretty"),
        ((" fly",), r"\s+on the fly\b", ""),
        (
            r"^(?:which|what) (?:flag|option|switch|parameter|setting)s? (?:do i (?:use|need|pass|set|want) (?:to|for)"
            r"|(?:lets|allows|helps) me(?: to)?|would (?:i use to)?|is (?:used |there )?(?:to|for))\b",
            "how do i",
        ),
        (r"^(?:which|what) (?:flag|option|switch|parameter|setting) (\w+(?:sh|ch|ss|x))es\b", r"how do i \1"),
        (r"^(?:which|what) (?:flag|option|switch|parameter|setting) (?!is\b|does\b|was\b)(\w+)s\b", r"how do i \1"),
        ((" hard",), r"\b(kill|stop) ([\w.-]+) hard\b(?! (?:limit|disk|drive))", r"kill \2"),
        (
            r"^(?:which|what) container (?:did (?:i|we|you) (?:create|start|run|make) (?:the )?(?:last|most recently|latest)"
            r"|was (?:created|started|made|run) (?:the )?(?:last|most recently|latest))\b",
            "show the latest container",
        ),
        (("as the password", "as password"), r"^(?:please |kindly )*use (?=.*\bin order to access\b)", "log in with "),
        (
            ("login for", "login to", "login at"),
            r"\b(?:remove|delete|drop|forget|erase) (?:my|the|our) login (?:for|to|at|of)\b",
            "log out of",
        ),
        (
            ("bring up",),
            r"^(please |kindly )*bring up (?=(?:the )?(?:\d+ |\w+ )?(?:most recent(?:ly)?|latest|last|newest)\b)",
            "show ",
        ),
        (("someone", "somebody", "any chance"), r"^(?:can|could|would|will) (?:somebody|someone) (?:please )?", "please "),
        (("any chance",), r"^(?:is there )?any chance (?:that )?(?:you|someone|somebody) (?:can|could|would) ", "please "),
        (("solely", "merely", "exclusively", "purely"), r"\b(?:solely|merely|exclusively|purely)\b", "only"),
        (("b4",), r"\bb4\b", "before"),
        (
            r"^how (?:do|can|could|should) i (?:tell|instruct|get|make) docker build to ([^?]+?)\s*\??$",
            r"how do i \1 during docker build",
        ),
        (r"^how (?:do|can|could|should) i (?:tell|instruct) docker to\b", "how do i"),
        (
            ("without asking",),
            r"\bwithout asking (?:me |us )?(?:to confirm|for (?:a |my )?confirmation|first)\b",
            "without confirmation",
        ),
        (r"^what does (?:the )?(?:docker )?hub have (?:for|on|about|under) (.+?)\s*\??$", r"search docker hub for \1"),
        (r"^(?:(?:dude|man|bro|guys|folks|mate|ugh|argh|hmm+|oh|ah|lol|yikes|damn|heads[- ]up)[,!.]*\s+)+", ""),
        (
            r"^(?:have (?:we|i|you) got|do (?:we|i) have|is there) (?:anything|something) (?=published|listening|running|exposed)",
            "which containers are ",
        ),
        (
            r"^(?:do (?:i|we) have|have (?:i|we) got) any (?=(?:[\w-]+ ){0,2}(?:containers|images|volumes|networks|services)\b)",
            "list ",
        ),
        (("on this",), r"\s+on this (?:host|machine|box|server|laptop|computer)(?=[.?!,;]|\s*$)", ""),
        (
            (" it", " them", " that", " those"),
            r"[.?!;]\s*(?:please |kindly )?(?:reveal|show|tell|list|display|give)(?: me| us)? (?:it|them|that|"
            r"those)(?: please)?[.!]?\s*$",
            "",
        ),
        ((" to be",), r"\b(?:turn(?:s|ed) out|happen(?:s|ed)?|prove[sd]?) to be\b", "is"),
        (("nothing",), r"\bnothing (?:but|except|other than)\b", "only"),
        (
            r"^(?:i|we) (?:would|'d|shall|should) be (?:very |most |so )?(?:grateful|thankful|glad|happy|pleased|obliged) "
            r"(?:for|to (?:see|get|have|receive))\b",
            "show",
        ),
        (
            r"^(?:i|we)(?: am|'m| are|'re) (?:curious|keen|eager|interested) (?:about|in|to (?:see|get|have)) "
            r"(?=[^?]*\b(?:containers|images|volumes|networks|services|nodes|tasks)\b)(?![^?]*\b(?:difference|versus|vs)\b)",
            "show ",
        ),
        (("whatever",), r",? whatever (?:their|its|the) (?:state|status)(?: (?:is|may be|might be|be))?\b,?", " in any state"),
        (
            ("whatever",),
            r",? whatever (?:its|the|their|that) (?:value|values|name|tag|content) (?:may be|might "
            r"be|is|are|be)\b",
            "",
        ),
        (
            ("deliver",),
            r"\bdeliver (?:a |the )?((?:sig)?[a-z0-9]+)(?: signal)? to (.*?)(?: by way of the kill command| with "
            r"kill)?(?=[.!]?\s*$)",
            r"send \1 to \2",
        ),
        (("nt ",), r"\b(are|is|do|does|did|was|were|has|have|could|should|would)nt\b", r"\1n't"),
        (r"^(?:ok,? |so,? )?before (?:i|we) [^,:;-]{2,40}[,:;-]+\s*(?=\w)(?!.*\b(?:it|its|them|they)\b)", ""),
        (
            r"^(please |kindly |could you |can you )*(?:put|arrange|lay out|organi[sz]e|set out|present|tabulate) "
            r"([^,;]*?\b(?:containers|images|volumes|networks|services|nodes)\b[^,;]*?) (?:in|as|into) (?:a|one) table\b",
            r"show \2 as a table",
        ),
        (r"^where on (?:the |my |this )?(host|machine) (does|do|is|are) ([^?]{2,60}?)\s*\?*$", r"where \2 \3 on the \1"),
        (
            r"^(?:docker[ -])?compose down,? (?:and|plus|also) (?:remove|wipe|delete|drop|kill|nuke|clear) "
            r"(?:the |its |all )?volumes\b(?: as well| too)?",
            "docker compose down with volumes",
        ),
        (
            ("oom",),
            r"\b(?:did|has) the oom[ -]?killer (?:get|got|kill|killed|hit|take|taken|eat|eaten) ([\w.-]+)",
            r"was \1 oom killed",
        ),
        (r"^(?:the |all |every )?([^?,.;]{3,60}?) (?:has|have|needs|need) to go\b", r"remove \1"),
        (
            ("env",),
            r"\b(?:env|envs|env vars?|environment) (of|for|in|from|inside) (?=(?:the |container )*[\w-]+\s*$)",
            r"environment variables \1 ",
        ),
        ((" env",), r"\b([a-z][\w.-]*?)['’]s env(?:s| vars?)?\s*$", r"environment variables of \1"),
        (("vol",), r"\bvols?\b", "volumes"),
        (("img",), r"\bimgs?\b", "images"),
        (("proc",), r"\bprocs?\b", "processes"),
        (("em",), r"\bof '?em\b", "of them"),
        (r"^(sig[a-z0-9]+)\s*(?:->|=>|to)\s*(?=\w)", r"send \1 to "),
        (
            r"^(?:the )?([\w.-]+) (?:should|must|shall|has to|needs to) "
            r"((?:(?:never|always|not|no longer)\b[^.;]*\brestart\w*|come back(?: up)? (?:by itself|on its own|after))\b)",
            r"update \1 to \2",
        ),
        (
            r"^(?:an? )?(throw-?away|temporary|temp|disposable|one-off|quick|ephemeral|interactive) "
            r"(?=[\w./-]+(?::| \d)?[^,;]*\b(?:shell|container|bash|sh)\b)",
            r"run a \1 ",
        ),
        (
            ("give",),
            r"\bgive (?:em|'em|them) (\d+) ?(?:s|secs?|seconds?) to (?:shut down|stop|finish|exit)\b",
            r"timeout \1 seconds",
        ),
        (("ask", "sure"), r"\s*\b(?:don't ask|dont ask|yes,? i'?m sure|no questions asked)\b", " without confirmation"),
    )
)


def written_out(text: str) -> str:
    """The text with its shorthand in words; a text with quotes stays as it is."""
    if '"' in text or "`" in text or "$" in text:
        return text
    low = text.lower()
    for words, pattern, plain in _WRITTEN:
        if not words or any(word in low for word in words):
            changed = pattern.sub(plain, text)
            if changed != text:
                text, low = changed, changed.lower()
    return text

"""Secrets that show by their own shape: keys and tokens of known services, private keys, URLs with passwords.

The shapes kept by detect-secrets are used from there, each loaded only where a mark of it stands in the text;
what it does not know is in `OURS`. Every search is linear and starts from a fixed mark, so that megabytes stay cheap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module

Span = tuple[int, int]
_A, _U = r"[A-Za-z0-9_-]", r"[A-Za-z0-9]"

# Marks that must stand in the text → the shape (its first group, or all of it, is the secret).
OURS: tuple[tuple[tuple[str, ...], str], ...] = (
    # Unlike the one in detect-secrets: takes the signature too, and cannot be made to look at a long text again and again.
    (("eyJ",), r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_=-]{8,}\.[A-Za-z0-9_=-]{4,}(?:\.[A-Za-z0-9_.+/=-]*)?"),
    (("SWMTKN-", "SWMKEY-"), r"SWM(?:TKN|KEY)-1-[A-Za-z0-9+/_-]+"),
    (("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), rf"gh[pousr]_{_U}{{16,255}}"),
    (("github_pat_",), r"github_pat_\w{20,255}"),
    (("glpat-", "glrt-", "gldt-", "glcbt-", "glptt-"), rf"gl(?:pat|rt|dt|cbt|ptt)-{_A}{{16,64}}"),
    (("xox", "xapp-", "xwfp-"), r"(?:xox[a-z](?:\.xox[a-z])?|xapp|xwfp)-[A-Za-z0-9-]{8,}"),
    (("hooks.slack.com/", "discord.com/api/webhooks/", "discordapp.com/api/webhooks/", "webhook.office.com/"),
     r"(?:hooks\.slack\.com/\w+|discord(?:app)?\.com/api/webhooks|webhook\.office\.com/\w+)/([\w@/-]{10,})"),
    (("sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"), rf"(?:[sr]k_(?:live|test)|whsec)_{_U}{{16,}}"),
    (("AIza",), rf"AIza{_A}{{35}}"),
    (("ya29.",), r"ya29\.[\w-]{20,}"),
    (("GOCSPX-",), rf"GOCSPX-{_A}{{20,}}"),
    (("AccountKey=", "SharedAccessKey="), r"(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/]{40,}={0,2})"),
    (("npm_",), rf"npm_{_U}{{30,}}"),
    (("pypi-",), rf"pypi-{_A}{{50,}}"),
    (("dckr_pat_", "dckr_oat_"), rf"dckr_(?:pat|oat)_{_A}{{20,}}"),
    (("dop_v1_", "doo_v1_", "dor_v1_"), r"do[opr]_v1_[a-f0-9]{32,}"),
    (("SG.",), rf"SG\.{_A}{{16,32}}\.{_A}{{16,64}}"),
    (("key-",), r"\bkey-[0-9a-f]{32}\b"),
    (("shpat_", "shpca_", "shppa_", "shpss_"), r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
    (("dapi",), r"\bdapi[a-f0-9]{32}(?:-\d)?\b"),
    (("hvs.", "hvb.", "hvr."), rf"\bhv[sbr]\.{_A}{{20,}}"),
    ((".atlasv1.",), rf"{_U}{{10,20}}\.atlasv1\.{_A}{{40,}}"),
    (("sk-",), rf"\bsk-(?:proj-|ant-|or-|svcacct-|live-)?{_A}{{20,}}"),
    (("hf_",), rf"\bhf_{_U}{{30,}}"),
    (("lin_api_", "lin_oauth_"), rf"lin_(?:api|oauth)_{_U}{{30,}}"),
    (("ntn_", "secret_"), rf"\b(?:ntn|secret)_{_U}{{40,}}"),
    (("NRAK-", "NRJS-", "NRII-"), rf"NR(?:AK|JS|II)-{_A}{{19,}}"),
    (("sntrys_", "sntryu_"), r"sntry[su]_[A-Za-z0-9+/=_-]{20,}"),
    (("glsa_", "glc_"), rf"\bgl(?:sa|c)_{_A}{{20,}}"),
    (("dp.pt.", "dp.st.", "dp.ct."), r"dp\.[psc]t\.[\w.]{30,}"),
    (("AGE-SECRET-KEY-",), r"AGE-SECRET-KEY-1[A-Z0-9]{50,}"),
    (("PMAK-",), r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}"),
    (("pscale_",), r"pscale_(?:tkn|pw|oauth)_[\w.-]{30,}"),
    (("ATATT3", "ATCTT3", "ATBB"), rf"AT(?:ATT3|CTT3|BB){_A}{{20,}}={{0,2}}{_U}*"),
    (("sq0atp-", "sq0csp-", "EAAA"), rf"(?:sq0(?:atp|csp)-{_A}{{22,}}|\bEAAA{_A}{{50,}})"),
    (("EAAC", "EAAG", "EAAB"), rf"\bEAA[BCG]{_U}{{40,}}"),
    (("$apr1$", "$2a$", "$2b$", "$2y$", "$5$", "$6$", "$y$", "$1$", "$argon2"),
     r"\$(?:apr1|2[aby]|[156y]|argon2(?:id?|d))\$[A-Za-z0-9./$=,+-]{20,}"),
    (("rubygems_",), r"rubygems_[a-f0-9]{40,}"),
    (("cio",), r"\bcio[A-Za-z0-9]{32}\b"),
    (("tfp_", "figd_", "ntfy_", "tk_"), rf"\b(?:tfp|figd|ntfy|tk)_{_A}{{29,}}"),
    (("pat",), r"\bpat[A-Za-z0-9]{14}\.[a-f0-9]{64}\b"),
    (("PRIVATE-TOKEN", "private-token"), r"(?i:private-token)['\"]?\s*[:=]\s*['\"]?([^\s'\"]+)"),
    (("ops_eyJ",), r"ops_eyJ[A-Za-z0-9+/=_-]{50,}"),
    (("CCIPAT_", "CCIPRJ_"), rf"CCIP(?:AT|RJ)_{_A}{{30,}}"),
    (("xkeysib-", "xsmtpsib-"), r"x(?:key|smtp)sib-[a-f0-9]{40,}-\w+"),
    (("fo1_", "fm1r_", "fm2_", "FlyV1 "), r"\b(?:fo1_[\w-]{43}|fm[12]r?_[A-Za-z0-9+/]{60,}={0,3})"),
    (("tskey-",), r"tskey-(?:auth|api|client|webhook)-[\w-]{20,}"),
    (("LTAI", "AKID"), rf"\b(?:LTAI{_U}{{12,24}}|AKID{_U}{{28,40}})\b"),
    (("AAAA",), rf"\bAAAA{_A}{{7}}:{_A}{{100,}}"),
    (("BBDC-",), r"BBDC-[A-Za-z0-9+/@_-]{30,}"),
    (("AKCp", "cmVmd"), rf"\b(?:AKCp{_U}{{60,}}|cmVmd{_U}{{50,}})"),
)  # fmt: skip

# Modules of detect-secrets, with the marks that make them worth loading.
KEPT: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("AKIA", "ASIA", "ABIA", "ACCA", "A3T"), "aws", "AWSKeyDetector"),
    (("AccountKey=",), "azure_storage_key", "AzureStorageKeyDetector"),
    (("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), "github_token", "GitHubTokenDetector"),
    (("glpat-", "gldt-", "glft-", "glsoat-", "glrt-", "GR1348941", "glcbt-", "glimt-", "glptt-", "glagent-", "gloas-"),
     "gitlab_token", "GitLabTokenDetector"),
    (("-us",), "mailchimp", "MailchimpDetector"),
    (("T3BlbkFJ",), "openai", "OpenAIDetector"),
    (("pypi-AgE",), "pypi_token", "PypiTokenDetector"),
    (("SG.",), "sendgrid", "SendGridDetector"),
    (("xox", "hooks.slack.com"), "slack", "SlackDetector"),
    (("sq0csp",), "square_oauth", "SquareOAuthDetector"),
    (("k_live_",), "stripe", "StripeDetector"),
    ((":AA",), "telegram_token", "TelegramBotTokenDetector"),
    (("cloudant",), "cloudant", "CloudantDetector"),
    (("softlayer",), "softlayer", "SoftlayerDetector"),
)  # fmt: skip

# Looked for where the marks are too common: bounded shapes of our own.
_TWILIO = re.compile(r"\b(?:SK|AC)[a-f0-9]{32}\b")
_DISCORD = re.compile(r"\b[MNO][A-Za-z\d_-]{23,25}\.[A-Za-z\d_-]{6}\.[A-Za-z\d_-]{27,38}\b")


@cache
def _compiled(shape: str) -> re.Pattern[str]:
    return re.compile(shape)


@cache
def _kept(module: str, name: str) -> tuple[re.Pattern[str], ...]:
    plugin = getattr(import_module(f"detect_secrets.plugins.{module}"), name)
    return tuple(plugin.denylist)


def known_formats(text: str) -> Iterator[Span]:
    """The places of all secrets that show by their shape."""
    for marks, shape in OURS:
        if any(mark in text for mark in marks):
            for match in _compiled(shape).finditer(text):
                yield match.span(1) if match.re.groups else match.span()
    for marks, module, name in KEPT:
        if any(mark in text for mark in marks):
            for pattern in _kept(module, name):
                for match in pattern.finditer(text):
                    yield match.span(match.lastindex) if match.lastindex and name != "GitHubTokenDetector" else match.span()
    if "SK" in text or "AC" in text:
        yield from (match.span() for match in _TWILIO.finditer(text))
    if "." in text and len(text) > 57:
        yield from (match.span() for match in _DISCORD.finditer(text))


_LONGEST_KEY = 20_000
_KEY_LINE = re.compile(r"(?:[A-Za-z0-9+/=\\]{16,}|[A-Za-z0-9+/]+={0,2})[\r]?")


def private_keys(text: str) -> Iterator[Span]:
    """The insides of PEM, OpenSSH, PGP and PuTTY private keys; also of one whose end or beginning is cut off."""
    at, more_ends = 0, True
    while (begin := text.find("PRIVATE KEY", at)) != -1:
        at = begin + 11
        head = text.rfind("-----BEGIN", max(0, begin - 60), begin)
        if head == -1 or not all(c.isupper() or c.isdigit() or c == " " for c in text[head + 10 : begin]):
            continue
        inside = text.find("-----", at, at + 12)
        inside = inside + 5 if inside != -1 else at
        end = text.find("-----END", inside) if more_ends else -1
        more_ends = end != -1
        if end == -1 or end - inside > _LONGEST_KEY:
            end = _key_lines_from(text, inside)
        yield inside, end
        at = max(end, at)
    yield from _tails(text)
    at = 0
    while (begin := text.find("Private-Lines:", at)) != -1:
        at = begin + 14
        newline = text.find("\n", at, at + 12)
        end = _key_lines_from(text, newline if newline != -1 else at)
        yield at, end
        at = max(at, end)


def _key_lines_from(text: str, start: int) -> int:
    """The end of the lines of a key that start here."""
    end = start
    while end < len(text) and end - start < _LONGEST_KEY:
        stop = text.find("\n", end + 1)
        stop = len(text) if stop == -1 else stop
        line = text[end:stop].strip()
        if line and not _KEY_LINE.fullmatch(line) and ":" not in line[:20]:
            break
        end = stop
    return end


def _tails(text: str) -> Iterator[Span]:
    """Lines of a key before an END whose BEGIN is not in the text (`logs --tail`)."""
    at = 0
    while (end := text.find("-----END", at)) != -1:
        at = end + 8
        if "PRIVATE KEY" not in text[at : at + 40] or text.rfind("-----BEGIN", max(0, end - _LONGEST_KEY), end) != -1:
            continue
        start = end
        while start > 0 and end - start < _LONGEST_KEY:
            before = text.rfind("\n", 0, start - 1) + 1
            if not _KEY_LINE.fullmatch(text[before : start - 1].rsplit(" ", 1)[-1]):
                break
            start = before
        yield start, max(start, end - 1)


_URL_END = re.compile(r"[\s\"'<>`|\\]")


def urls(text: str) -> Iterator[Span]:
    """Passwords in `scheme://user:password@host`, and tokens in `scheme://token@host`."""
    at = end = 0
    sign = text.find("@")
    while sign != -1 and (mark := text.find("://", at)) != -1:
        at = mark + 3
        if sign < at:
            sign = text.find("@", at)
        if sign == -1 or sign - at > 2000:
            continue
        if end <= at:
            stop = _URL_END.search(text, at, at + 2000)
            end = stop.start() if stop else min(len(text), at + 2000)
        authority = _authority(text[at:end])
        if not authority:
            continue
        user, colon, password = authority.partition(":")
        if colon and password and not set(password) <= {"x", "*"}:
            yield at + len(user) + 1, at + len(authority)
            if len(user) > 31:
                yield at, at + len(user)
        elif len(user) >= 16 and any(c.isdigit() for c in user):
            yield at, at + len(user)


def _authority(rest: str) -> str:
    """What stands before the `@` of a URL; "" where nothing does."""
    cut = min((found for mark in "/?#" if (found := rest.find(mark)) != -1), default=len(rest))
    sign = rest.rfind("@", 0, cut)
    if sign != -1:
        return rest[:sign]
    sign = rest.rfind("@")  # a password may hold an unescaped slash
    user, colon, password = rest[:sign].partition(":") if sign != -1 else ("", "", "")
    port = password.split("/", 1)[0]
    return rest[:sign] if colon and user and not re.search(r"[/?#]", user) and not port.isdigit() and "=" not in user else ""

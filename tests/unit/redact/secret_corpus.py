"""Secrets in real shapes, made up anew from a fixed seed (none of them ever opened anything), and ordinary values beside them."""

from __future__ import annotations

import base64
import json
import random
import string
from dataclasses import dataclass

U, L, D = string.ascii_uppercase, string.ascii_lowercase, string.digits
HEX, B62, B64, URL = "0123456789abcdef", U + L + D, U + L + D + "+/", U + L + D + "-_"


@dataclass(frozen=True)
class Secret:
    """One secret: a variable's name for it, its text, and whether it shows by its shape alone."""

    name: str
    text: str
    shaped: bool


def corpus() -> list[Secret]:
    """At least 200 secrets."""
    rng = random.Random(1234)

    def some(alphabet: str, count: int) -> str:
        return "".join(rng.choice(alphabet) for _ in range(count))

    def mixed(alphabet: str, count: int) -> str:
        return "aZ9" + some(alphabet, count - 3)

    def jwt() -> str:
        def part(data: object) -> str:
            return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")

        return f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part({'sub': some(D, 8), 'iat': 1700000000})}.{some(URL, 43)}"

    def pem(kind: str) -> str:
        lines = "\n".join(some(B64, 64) for _ in range(6))
        return f"-----BEGIN {kind}-----\nMII{lines}\n{some(B64, 30)}==\n-----END {kind}-----"

    shaped = {
        "AWS_ACCESS_KEY_ID": lambda: "AKIA" + some(U + D, 16),
        "AWS_SESSION_KEY": lambda: "ASIA" + some(U + D, 16),
        "AWS_SECRET_ACCESS_KEY": lambda: mixed(B64, 40),
        "GITHUB_TOKEN": lambda: "ghp_" + some(B62, 36),
        "GH_OAUTH_TOKEN": lambda: "gho_" + some(B62, 36),
        "GH_SERVER_TOKEN": lambda: "ghs_" + some(B62, 36),
        "GH_FINE_TOKEN": lambda: "github_pat_" + some(B62, 22) + "_" + some(B62, 59),
        "GITLAB_TOKEN": lambda: "glpat-" + some(URL, 20),
        "SLACK_BOT_TOKEN": lambda: f"xoxb-{some(D, 12)}-{some(D, 12)}-{some(B62, 24)}",
        "SLACK_APP_TOKEN": lambda: f"xapp-1-A{some(U + D, 10)}-{some(D, 13)}-{some(HEX, 64)}",
        "SLACK_WEBHOOK": lambda: f"https://hooks.slack.com/services/T{some(U + D, 8)}/B{some(U + D, 8)}/{some(B62, 24)}",
        "STRIPE_KEY": lambda: "sk_live_" + some(B62, 24),
        "STRIPE_WEBHOOK": lambda: "whsec_" + some(B62, 32),
        "GOOGLE_API_KEY": lambda: "AIza" + some(URL, 35),
        "GOOGLE_OAUTH": lambda: "ya29." + some(URL, 60),
        "GOOGLE_CLIENT": lambda: "GOCSPX-" + some(URL, 28),
        "NPM_TOKEN": lambda: "npm_" + some(B62, 36),
        "PYPI_TOKEN": lambda: "pypi-AgEIcHlwaS5vcmc" + some(URL, 80),
        "DOCKERHUB_TOKEN": lambda: "dckr_pat_" + some(URL, 27),
        "DO_TOKEN": lambda: "dop_v1_" + some(HEX, 64),
        "SENDGRID_API_KEY": lambda: f"SG.{some(URL, 22)}.{some(URL, 43)}",
        "MAILGUN_KEY": lambda: "key-" + some(HEX, 32),
        "MAILCHIMP_KEY": lambda: some(HEX, 32) + "-us12",
        "TWILIO_KEY": lambda: "SK" + some(HEX, 32),
        "SHOPIFY_TOKEN": lambda: "shpat_" + some(HEX, 32),
        "DATABRICKS_TOKEN": lambda: "dapi" + some(HEX, 32),
        "VAULT_TOKEN": lambda: "hvs." + some(URL, 90),
        "TF_TOKEN": lambda: some(B62, 14) + ".atlasv1." + some(URL, 60),
        "OPENAI_API_KEY": lambda: "sk-proj-" + some(URL, 48),
        "OPENAI_OLD_KEY": lambda: "sk-" + some(B62, 20) + "T3BlbkFJ" + some(B62, 20),
        "HF_TOKEN": lambda: "hf_" + some(B62, 34),
        "LINEAR_KEY": lambda: "lin_api_" + some(B62, 40),
        "NEWRELIC_KEY": lambda: "NRAK-" + some(U + D, 27),
        "GRAFANA_TOKEN": lambda: "glsa_" + some(B62, 32) + "_" + some(HEX, 8),
        "DOPPLER_TOKEN": lambda: "dp.pt." + some(B62, 43),
        "AGE_KEY": lambda: "AGE-SECRET-KEY-1" + some(U + D, 58),
        "POSTMAN_KEY": lambda: f"PMAK-{some(HEX, 24)}-{some(HEX, 34)}",
        "ATLASSIAN_TOKEN": lambda: "ATATT3" + some(URL, 180),
        "TELEGRAM_TOKEN": lambda: f"{some(D, 9)}:AA{some(URL, 33)}",
        "DISCORD_TOKEN": lambda: f"M{some(B62, 23)}.{some(B62, 6)}.{some(URL, 27)}",
        "SQUARE_TOKEN": lambda: "sq0csp-" + some(URL, 43),
        "SWARM_JOIN_TOKEN": lambda: f"SWMTKN-1-{some(L + D, 50)}-{some(L + D, 25)}",
        "SWARM_UNLOCK": lambda: "SWMKEY-1-" + some(B64, 43),
        "AZURE_STORAGE": lambda: (
            f"DefaultEndpointsProtocol=https;AccountName=x;AccountKey={some(B64, 86)}==;EndpointSuffix=core.windows.net"
        ),
        "JWT_VALUE": jwt,
        "RSA_KEY": lambda: pem("RSA PRIVATE KEY"),
        "PKCS8_KEY": lambda: pem("PRIVATE KEY"),
        "SSH_KEY": lambda: pem("OPENSSH PRIVATE KEY"),
        "EC_KEY": lambda: pem("EC PRIVATE KEY"),
        "DATABASE_URL": lambda: f"postgres://app:{some(B62, 14)}@db.internal:5432/app",
        "AMQP_URL": lambda: f"amqp://svc:{some(B62, 12)}%21@mq:5672/",
        "REDIS_URL": lambda: f"redis://:{some(B62, 18)}@cache:6379/0",
        "HTTPS_PROXY": lambda: f"http://proxy:{some(B62, 10)}@10.0.0.9:3128",
        "SENTRY_DSN": lambda: f"https://{some(HEX, 32)}@o1.ingest.sentry.io/42",
        "HTPASSWD": lambda: f"$apr1${some(B62, 8)}${some(B62, 22)}",
        "BCRYPT": lambda: f"$2y$10${some(B62, 53)}",
        "BASE64_KEY": lambda: base64.b64encode(rng.randbytes(48)).decode(),
    }
    named = {
        "DB_PASSWORD": lambda: some(L + D, 10),
        "MYSQL_ROOT_PASSWORD": lambda: "correct horse battery"[: rng.randint(8, 20)].strip() + some(D, 2),
        "PGPASSWORD": lambda: some(B62 + "!#%", 12),
        "REDIS_PASS": lambda: some(B62, 16),
        "API_KEY": lambda: some(HEX, 32),
        "apiSecret": lambda: some(HEX, 40),
        "client_secret": lambda: some(URL, 24),
        "SESSION_SECRET": lambda: some(L, 14) + "7",
        "ENCRYPTION_KEY": lambda: some(HEX, 64),
        "AUTH_TOKEN": lambda: some(HEX, 40),
        "DJANGO_SECRET_KEY": lambda: some(L + D + "!@#^*-_=+", 20),
        "SMTP_PWD": lambda: some(B62, 9),
        "ldap_bind_passwd": lambda: some(B62, 11),
        "KEYSTORE_PASSPHRASE": lambda: some(B62, 15),
        "jwt-signing-key": lambda: some(HEX, 32),
    }
    secrets = [Secret(name, make(), True) for name, make in shaped.items() for _ in range(3)]
    return secrets + [Secret(name, make(), False) for name, make in named.items() for _ in range(3)]


def pieces(secret: Secret) -> list[str]:
    """What must not be seen: the whole, and for structured ones the part that is the secret itself."""
    text = secret.text
    if text.startswith("-----BEGIN"):
        return [line for line in text.split("\n")[1:-1] if len(line) > 12]
    if "hooks.slack.com" in text:
        return [text.rsplit("/", 1)[1]]
    if "AccountKey=" in text:
        return [text.split("AccountKey=")[1].split(";")[0].rstrip("=")]
    if "://" in text:
        user, _, password = text.split("://")[1].rsplit("@", 1)[0].partition(":")
        return [password or user]
    return [text]


def ordinary() -> list[str]:
    """500 values of everyday output that are no secrets: names of images, ids, hashes, paths, times, sizes, addresses."""
    rng = random.Random(99)

    def hexes(count: int) -> str:
        return "".join(rng.choice(HEX) for _ in range(count))

    words = ["web", "api", "worker", "nginx", "redis", "cache", "queue", "proxy", "metrics", "gateway", "auth", "session"]
    words += ["token-service", "key-manager", "postgres", "app"]
    found: list[str] = []
    for _ in range(40):
        one, two = rng.choice(words), rng.choice(words)
        found += [
            f"registry.example.com:5000/{one}/{two}:{rng.randint(1, 9)}.{rng.randint(0, 30)}.{rng.randint(0, 9)}",
            f"{one}-{two}-{rng.randint(1, 9)}",
            "sha256:" + hexes(64),
            hexes(12),
            hexes(64),
            f"/var/lib/docker/overlay2/{hexes(64)}/merged",
            f"/usr/share/{one}/{two}/config-{rng.randint(1, 99)}.json",
            f"2024-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}T10:0{rng.randint(0, 9)}:00.{rng.randint(100000000, 999999999)}Z",
            f"10.{rng.randint(0, 255)}.{rng.randint(0, 255)}.{rng.randint(0, 255)}:{rng.randint(1000, 65000)}",
            f"{hexes(8)}-{hexes(4)}-4{hexes(3)}-a{hexes(3)}-{hexes(12)}",
            f"com.docker.compose.config-hash={hexes(64)}",
            f"{one}.{two}.svc.cluster.local",
            f"https://{one}.example.com/{two}/v{rng.randint(1, 4)}?page={rng.randint(1, 99)}",
        ]
    found += ["sha512-" + base64.b64encode(rng.randbytes(64)).decode() for _ in range(10)]
    found += ["SHA256:" + base64.b64encode(rng.randbytes(32)).decode().rstrip("=") for _ in range(5)]
    found += [
        "com.example.application.services.OrderProcessingServiceImplementation2",
        "PRIMARY_KEY=id",
        "TOKEN_TTL=3600",
        "SECRET_NAME=db",
        "KEY_FILE=/run/secrets/tls.key",
        "MAX_TOKENS=4096",
        "AUTH_MODE=basic",
        "PASSWORD_FILE=/run/secrets/pw",
        "ALLOW_EMPTY_PASSWORD=yes",
        "CACHE_KEY=v1",
        "tokenizer=fast",
        "GET /session/new HTTP/1.1",
        "monkey: banana",
        "keyboard=us",
    ]
    return found

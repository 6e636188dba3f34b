"""A service in words: what it runs, what it opens, keeps and needs. English and Chinese."""

from __future__ import annotations

from typing import Any

from commands.composing.reader import Sexagesimal
from commands.composing.shape import named, volume_source

Said = tuple[str, str]


def explain(name: str, service: dict[str, Any]) -> list[Said]:
    """Sentences about one service, the most important first."""
    found = [_image(service)]
    for key, teller in _TELLERS:
        value = service.get(key)
        if value not in (None, [], {}, ""):
            said = teller(value)
            if said is not None:
                found.append(said)
    return found


def _image(service: dict[str, Any]) -> Said:
    build = service.get("build")
    if build:
        context = build.get("context", ".") if isinstance(build, dict) else build
        tagged = f", as `{service['image']}`" if service.get("image") else ""
        return (
            f"Built from the Dockerfile in `{context}`{tagged}.",
            f"由 `{context}` 中的 Dockerfile 构建{tagged.replace(', as', '，标签为')}。",
        )
    return f"Runs the image `{service.get('image', '?')}`.", f"运行镜像 `{service.get('image', '?')}`。"


def _plain(value: Any) -> str:
    return value.written if isinstance(value, Sexagesimal) else str(value)


def _joined(value: Any) -> str:
    rows = value if isinstance(value, list) else [value]
    return ", ".join(f"`{_plain(row)}`" for row in rows)


def _ports(value: Any) -> Said | None:
    texts: list[Said] = []
    for row in value if isinstance(value, list) else []:
        if isinstance(row, dict):
            host, inner, ip = str(row.get("published", "")), str(row.get("target", "?")), str(row.get("host_ip", ""))
        else:
            left, _, inner = _plain(row).rpartition(":")
            ip, _, host = left.rpartition(":")
        if not host:
            texts.append((f"port {inner} on a free port of the host", f"端口 {inner} 发布到主机的空闲端口"))
        elif ip:
            texts.append((f"port {inner} at {ip}:{host}", f"端口 {inner} 发布到 {ip}:{host}"))
        else:
            texts.append((f"port {inner} at port {host} of the host", f"端口 {inner} 发布到主机的 {host} 端口"))
    if not texts:
        return None
    return f"Publishes {'; '.join(en for en, _ in texts)}.", f"{'；'.join(zh for _, zh in texts)}。"


def _volumes(value: Any) -> Said | None:
    kept: list[Said] = []
    mounted: list[Said] = []
    for row in value if isinstance(value, list) else []:
        target = str(row.get("target", "?")) if isinstance(row, dict) else str(row).split(":")[1 if ":" in str(row) else 0]
        source = volume_source(row)
        whence = str(row.get("source", row.get("type"))) if isinstance(row, dict) else str(row).split(":")[0]
        (kept if source else mounted).append((source or whence, target))
    texts_en = [f"keeps `{target}` in the volume `{source}`" for source, target in kept]
    texts_en += [f"sees `{source}` of the host as `{target}`" for source, target in mounted]
    texts_zh = [f"`{target}` 保存在卷 `{source}`" for source, target in kept] + [
        f"把主机的 `{source}` 挂载为 `{target}`" for source, target in mounted
    ]
    if not texts_en:
        return None
    sentence = "; ".join(texts_en)
    return f"{sentence[0].upper()}{sentence[1:]}.", f"{'；'.join(texts_zh)}。"


def _environment(value: Any) -> Said:
    names = list(value) if isinstance(value, dict) else [str(row).partition("=")[0] for row in value]
    shown = ", ".join(f"`{name}`" for name in names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
    return f"Sets the variables {shown}.", f"设置环境变量 {shown}。"


def _depends(value: Any) -> Said:
    names = ", ".join(f"`{one}`" for one in named(value))
    healthy = isinstance(value, dict) and any(
        isinstance(row, dict) and row.get("condition") == "service_healthy" for row in value.values()
    )
    if healthy:
        return f"Starts after {names}, when healthy.", f"在 {names} 健康之后启动。"
    return f"Starts after {names} has been started (not: is ready).", f"在 {names} 启动之后启动（并不等它就绪）。"


def _networks(value: Any) -> Said:
    names = ", ".join(f"`{one}`" for one in named(value))
    return f"Is on the network {names}; services there reach it by its name.", f"加入网络 {names}；那里的服务可用名字访问它。"


def _restart(value: Any) -> Said | None:
    tells = {
        "always": ("Is started again whenever it ends.", "结束后总会重启。"),
        "unless-stopped": ("Is started again whenever it ends, unless you stopped it.", "结束后会重启，除非被手动停止。"),
        "no": ("Is not started again when it ends.", "结束后不重启。"),
    }
    if str(value).startswith("on-failure"):
        return "Is started again after a failure.", "失败后会重启。"
    return tells.get(str(value))


def _healthcheck(value: Any) -> Said | None:
    if not isinstance(value, dict):
        return None
    if value.get("disable"):
        return "Its health check is switched off.", "关闭健康检查。"
    test = value.get("test", "")
    command = " ".join(str(one) for one in test[1:]) if isinstance(test, list) else str(test)
    return f"Its health is checked with `{command}`.", f"用 `{command}` 检查健康状态。"


def _network_mode(value: Any) -> Said:
    if value == "host":
        return "Uses the host's own network: `ports` have no effect.", "直接使用主机网络，`ports` 不起作用。"
    return f"Its network mode is `{value}`.", f"网络模式为 `{value}`。"


_TELLERS = (
    ("command", lambda value: (f"Its command is {_joined(value)}.", f"命令为 {_joined(value)}。")),
    ("entrypoint", lambda value: (f"Its entry point is {_joined(value)}.", f"入口为 {_joined(value)}。")),
    ("ports", _ports),
    ("volumes", _volumes),
    ("environment", _environment),
    ("env_file", lambda value: (f"Reads variables from {_joined(value)}.", f"从 {_joined(value)} 读取环境变量。")),
    ("depends_on", _depends),
    ("networks", _networks),
    ("network_mode", _network_mode),
    ("restart", _restart),
    ("healthcheck", _healthcheck),
    ("user", lambda value: (f"Runs as user `{value}`.", f"以用户 `{value}` 运行。")),
    ("mem_limit", lambda value: (f"May use {value} of memory.", f"最多使用 {value} 内存。")),
    ("cpus", lambda value: (f"May use {value} CPUs.", f"最多使用 {value} 个 CPU。")),
    (
        "secrets",
        lambda value: (
            f"Gets the secrets {_joined(named(value))} under /run/secrets/.",
            f"在 /run/secrets/ 下得到密钥 {_joined(named(value))}。",
        ),
    ),
    ("profiles", lambda value: (f"Only starts with the profile {_joined(value)}.", f"只在启用 profile {_joined(value)} 时启动。")),
    (
        "privileged",
        lambda value: ("Is privileged: as good as root on the host.", "特权容器：等同主机 root。") if value is True else None,
    ),
)

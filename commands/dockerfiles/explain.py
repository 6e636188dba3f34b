"""What each instruction does here, in English and Chinese: with these values, in this stage."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from commands.dockerfiles.model import LAYERS, Dockerfile, Instruction
from commands.dockerfiles.run_steps import steps

Said = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Explained:
    """One instruction explained. `layer` is `files` (a layer of files), `config` (a property of the image) or `none`."""

    instruction: Instruction
    en: str
    zh: str
    layer: str
    form: str

    def text(self, lang: str) -> str:
        """The explanation in `en` or `zh`."""
        return self.zh if lang == "zh" else self.en


def explain(file: Dockerfile) -> tuple[Explained, ...]:
    """Every instruction of the file, in order."""
    return tuple(_one(file, instruction) for instruction in file.instructions)


def _one(file: Dockerfile, one: Instruction) -> Explained:
    teller = _TELLERS.get(one.name)
    en, zh = (
        teller(file, one)
        if teller
        else (f"`{one.written}` is no instruction that docker knows.", f"`{one.written}` 不是 docker 认识的指令。")
    )
    if one.form == "shell" and one.name in ("CMD", "ENTRYPOINT"):
        en += " Shell form: it runs through `/bin/sh -c`, so the shell, not the program, may be process 1 and get the signals."
        zh += " 这是 shell 形式：通过 `/bin/sh -c` 运行，1 号进程可能是 shell，信号也发给它。"
    elif one.form == "exec":
        en += " Exec form: the program starts directly, without a shell; nothing in it is expanded."
        zh += " 这是 exec 形式：不经过 shell 直接启动程序，不做任何展开。"
    layer = "files" if one.name in LAYERS else "none" if one.name in ("FROM", "ARG", "SHELL", "ONBUILD") else "config"
    return Explained(one, en, zh, layer, one.form)


def _from(file: Dockerfile, one: Instruction) -> Said:
    stage = file.stages[one.stage] if 0 <= one.stage < len(file.stages) else None
    if stage is None or not stage.base:
        return "Starts a stage.", "开始一个构建阶段。"
    earlier = file.names.get(stage.base, one.stage) < one.stage
    last = one.stage == len(file.stages) - 1
    if stage.base == "scratch":
        base = "from nothing at all: an empty file tree, without even a shell", "从空白开始：没有任何文件，连 shell 也没有"
    elif earlier:
        base = f"from the stage `{stage.base}` above", f"基于上面的阶段 `{stage.base}`"
    else:
        base = f"from the image `{stage.base}`", f"基于镜像 `{stage.base}`"
    named = (
        (
            f" It is called `{stage.name}`, so that later stages can copy from it.",
            f" 名字是 `{stage.name}`，后面的阶段可以从中复制。",
        )
        if stage.name
        else ("", "")
    )
    platform = (f" for the platform `{stage.platform}`", f"，平台为 `{stage.platform}`") if stage.platform else ("", "")
    if len(file.stages) == 1:
        return f"Starts the image {base[0]}{platform[0]}.{named[0]}", f"开始构建镜像，{base[1]}{platform[1]}。{named[1]}"
    part = (
        ("the last one, which becomes the image", "这是最后一个阶段，它成为镜像")
        if last
        else ("kept out of the final image", "不进入最终镜像")
    )
    number = one.stage + 1
    return (
        f"Starts stage {number} of {len(file.stages)} ({part[0]}) {base[0]}{platform[0]}.{named[0]}",
        f"开始第 {number} 个阶段（共 {len(file.stages)} 个，{part[1]}），{base[1]}{platform[1]}。{named[1]}",
    )


def _run(file: Dockerfile, one: Instruction) -> Said:
    if one.heredocs and one.words and one.words[0].startswith("<<"):
        body = one.heredocs[0][1]
        count = len([line for line in body.splitlines() if line.strip() and not line.lstrip().startswith("#")])
        said = [] if body.startswith("#!") else steps(body)
        what = "; ".join(en for en, _ in said[:8]), "；".join(zh for _, zh in said[:8])
        lead = (
            f"Runs a script of {count} lines (a here-document) as one step, and keeps what it changes as a layer",
            f"把 {count} 行脚本（here-document）作为一步执行，改动成为一层",
        )
        return (f"{lead[0]}: {what[0]}." if what[0] else lead[0] + "."), (f"{lead[1]}：{what[1]}。" if what[1] else lead[1] + "。")
    line = " ".join(one.words)
    said = steps(line) or [("runs a command", "执行命令")]
    en = f"While building: {'; '.join(en for en, _ in said[:10])}. What changes in the file system becomes one layer."
    zh = f"构建时：{'；'.join(zh for _, zh in said[:10])}。文件系统的改动成为一层。"
    for flag in one.flags:
        if flag.startswith("--mount="):
            kind = re.search(r"type=(\w+)", flag)
            tells = {
                "cache": (" A cache directory is lent to it and kept between builds.", " 借用一个在多次构建间保留的缓存目录。"),
                "secret": (" A secret is lent to it for this step only.", " 只在这一步借用一个密钥。"),
                "ssh": (" Your SSH agent is lent to it for this step only.", " 只在这一步借用你的 SSH 代理。"),
                "bind": (" Files are lent to it without being copied into a layer.", " 借用一些文件，而不复制进镜像层。"),
            }.get(kind[1] if kind else "bind", ("", ""))
            en, zh = en + tells[0], zh + tells[1]
    return en, zh


def _copy(file: Dockerfile, one: Instruction) -> Said:
    sources, target = [f"`{word}`" for word in one.words[:-1]], one.words[-1] if one.words else ""
    if one.heredocs:
        return f"Writes the lines that follow into `{target}`; they become a layer.", f"把后面的各行写成文件 `{target}`，成为一层。"
    stage = one.flag("from")
    if stage is not None:
        own = stage in file.names or (stage.isdecimal() and len(stage) < 7 and int(stage) < len(file.stages))
        whence = (f"the stage `{stage}`", f"阶段 `{stage}`") if own else (f"the image `{stage}`", f"镜像 `{stage}`")
    else:
        whence = "the build context", "构建上下文"
    what = "everything" if one.words[:1] in ((".",), ("./",)) and len(sources) == 1 else ", ".join(sources)
    what_zh = "全部内容" if what == "everything" else " " + "、".join(sources) + " "
    owner = one.flag("chown")
    owned = (f", owned by `{owner}`", f"，属主为 `{owner}`") if owner else ("", "")
    extra = ("", "")
    if one.name == "ADD" and any("://" in word for word in one.words[:-1]):
        extra = " A URL is downloaded, not unpacked.", " URL 会被下载，但不解包。"
    elif one.name == "ADD" and any(re.search(r"\.(tar|tgz|tbz2|txz|tar\.\w+)$", word) for word in one.words[:-1]):
        extra = " A local archive is unpacked there.", " 本地归档会在那里解包。"
    return (
        f"Copies {what} from {whence[0]} to `{target}`{owned[0]}; a layer of its own.{extra[0]}",
        f"把{what_zh}从{whence[1]}复制到 `{target}`{owned[1]}，单独成为一层。{extra[1]}",
    )


def _pairs(one: Instruction) -> list[tuple[str, str]]:
    return list(zip(one.words[::2], one.words[1::2], strict=False))


def _env(file: Dockerfile, one: Instruction) -> Said:
    names = ", ".join(f"`{name}`" for name, _ in _pairs(one))
    return (
        f"Sets {names} for the rest of this stage and in every container of the image; no files change.",
        f"为本阶段后面的指令以及该镜像的每个容器设置 {names}；不改动文件。",
    )


def _label(file: Dockerfile, one: Instruction) -> Said:
    names = ", ".join(f"`{name}`" for name, _ in _pairs(one))
    return f"Writes {names} into the image as metadata; no files change.", f"把 {names} 作为元数据写进镜像；不改动文件。"


def _arg(file: Dockerfile, one: Instruction) -> Said:
    names = ", ".join(f"`{word.partition('=')[0]}`" for word in one.words)
    defaults = "with a default" if "=" in " ".join(one.words) else "without a default"
    if one.stage < 0:
        return (
            f"Declares {names}, {defaults}, for the FROM lines only; `--build-arg` can set it.",
            f"声明 {names}，只供 FROM 行使用；可用 `--build-arg` 设置。",
        )
    return (
        f"Declares the build parameter {names}, {defaults}; `--build-arg` sets it, and containers do not see it.",
        f"声明构建参数 {names}；用 `--build-arg` 设置，容器里看不到。",
    )


def _start(file: Dockerfile, one: Instruction) -> Said:
    command = " ".join(one.words)
    if one.name == "ENTRYPOINT":
        return (
            f"A container always runs `{command}`; words after the image name are added as arguments.",
            f"容器总是运行 `{command}`；镜像名后面的词作为参数加上。",
        )
    if one.stage in file.entered:
        return (
            f"Gives `{command}` to the ENTRYPOINT as its default arguments; words after the image name replace them.",
            f"把 `{command}` 作为 ENTRYPOINT 的默认参数；镜像名后面的词会取代它。",
        )
    return (
        f"A container runs `{command}` unless `docker run` names another command; nothing runs during the build.",
        f"`docker run` 没有给出别的命令时，容器运行 `{command}`；构建时不执行。",
    )


def _workdir(file: Dockerfile, one: Instruction) -> Said:
    return (
        f"Makes `{one.rest}` (if it is missing) the directory for what follows and for the container.",
        f"把 `{one.rest}`（不存在则创建）设为后续指令和容器的工作目录。",
    )


def _user(file: Dockerfile, one: Instruction) -> Said:
    return f"Runs what follows, and the container, as user `{one.rest}`.", f"后续指令和容器都以用户 `{one.rest}` 运行。"


def _expose(file: Dockerfile, one: Instruction) -> Said:
    ports = ", ".join(one.words)
    return (
        f"Notes that the program listens on {ports}; it publishes nothing, `-p` does.",
        f"注明程序监听 {ports}；并不发布端口，发布要用 `-p`。",
    )


def _volume(file: Dockerfile, one: Instruction) -> Said:
    paths = ", ".join(f"`{word}`" for word in one.words)
    return (
        f"Marks {paths} for data: a container that mounts nothing there gets an anonymous volume.",
        f"把 {paths} 标记为数据目录：不挂载时容器会得到匿名卷。",
    )


def _healthcheck(file: Dockerfile, one: Instruction) -> Said:
    if one.words[:1] == ("NONE",):
        return "Switches off the health check of the base image.", "关闭基础镜像的健康检查。"
    command = " ".join(one.words[1:])
    often = one.flag("interval") or "30s"
    return (
        f"Every {often} docker runs `{command}` in the container; status 0 means healthy.",
        f"docker 每 {often} 在容器里运行 `{command}`；状态 0 表示健康。",
    )


def _shell(file: Dockerfile, one: Instruction) -> Said:
    return (
        f"From here on, the shell form runs through `{' '.join(one.words)}`.",
        f"从这里起，shell 形式通过 `{' '.join(one.words)}` 执行。",
    )


def _stopsignal(file: Dockerfile, one: Instruction) -> Said:
    return f"`docker stop` sends {one.rest} first instead of SIGTERM.", f"`docker stop` 首先发送 {one.rest}，而不是 SIGTERM。"


def _onbuild(file: Dockerfile, one: Instruction) -> Said:
    return (
        f"Keeps `{one.rest}` for images that are built FROM this one; it does nothing here.",
        f"把 `{one.rest}` 留给基于本镜像的镜像执行；此处不执行。",
    )


def _maintainer(file: Dockerfile, one: Instruction) -> Said:
    return "Names the author; deprecated, a LABEL does it now.", "写明作者；已弃用，现在用 LABEL。"


_TELLERS: dict[str, Callable[[Dockerfile, Instruction], Said]] = {
    "FROM": _from,
    "RUN": _run,
    "COPY": _copy,
    "ADD": _copy,
    "ENV": _env,
    "LABEL": _label,
    "ARG": _arg,
    "CMD": _start,
    "ENTRYPOINT": _start,
    "WORKDIR": _workdir,
    "USER": _user,
    "EXPOSE": _expose,
    "VOLUME": _volume,
    "HEALTHCHECK": _healthcheck,
    "SHELL": _shell,
    "STOPSIGNAL": _stopsignal,
    "ONBUILD": _onbuild,
    "MAINTAINER": _maintainer,
}

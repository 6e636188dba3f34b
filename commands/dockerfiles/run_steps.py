"""What the commands of a RUN do, in a few words: packages, files, users, downloads."""

from __future__ import annotations

from collections.abc import Callable

from commands.dockerfiles.shell import Simple, split

Said = tuple[str, str]


def steps(line: str) -> list[Said]:
    """A phrase (English, Chinese) for each simple command of a line."""
    return [_step(one) for one in split(line)]


def _listed(words: tuple[str, ...] | list[str], most: int = 6) -> str:
    shown = ", ".join(f"`{word}`" for word in words[:most])
    return shown + (f" and {len(words) - most} more" if len(words) > most else "")


def _step(one: Simple) -> Said:
    name = one.program
    verb = next((word for word in one.operands), "")
    rest = [word for word in one.operands if word != verb]
    for programs, teller in _TELLERS:
        if name in programs:
            said = teller(one, verb, rest)
            if said is not None:
                return said
    whole = " ".join(one.words)
    whole = whole if len(whole) <= 60 else whole[:57] + "…"
    return f"runs `{whole}`", f"执行 `{whole}`"


def _apt(one: Simple, verb: str, rest: list[str]) -> Said | None:
    if verb == "update":
        return "fetches the package lists", "获取软件包列表"
    if verb == "install":
        return f"installs {_listed(rest)} with apt", f"用 apt 安装 {_listed(rest)}"
    if verb in ("upgrade", "dist-upgrade", "full-upgrade"):
        return "upgrades the packages of the base image", "升级基础镜像里的软件包"
    if verb in ("clean", "autoclean", "autoremove"):
        return "cleans up after apt", "清理 apt 的缓存"
    return None


def _apk(one: Simple, verb: str, rest: list[str]) -> Said | None:
    if verb == "add":
        return f"installs {_listed(rest)} with apk", f"用 apk 安装 {_listed(rest)}"
    if verb == "del":
        return f"removes {_listed(rest)} again", f"再删除 {_listed(rest)}"
    if verb in ("update", "upgrade"):
        return "fetches the package index", "获取软件包索引"
    return None


def _yum(one: Simple, verb: str, rest: list[str]) -> Said | None:
    if verb in ("install", "-y"):
        return f"installs {_listed(rest)} with {one.program}", f"用 {one.program} 安装 {_listed(rest)}"
    if verb == "clean":
        return "cleans up the package cache", "清理软件包缓存"
    return None


def _pip(one: Simple, verb: str, rest: list[str]) -> Said | None:
    if verb != "install":
        return None
    if one.has("-r", "--requirement"):
        return f"installs the Python packages listed in {_listed(rest)}", f"安装 {_listed(rest)} 里列出的 Python 包"
    return f"installs the Python packages {_listed(rest)}", f"安装 Python 包 {_listed(rest)}"


def _npm(one: Simple, verb: str, rest: list[str]) -> Said | None:
    if verb in ("ci", "install", "i", "add", ""):
        if rest:
            return f"installs the Node packages {_listed(rest)}", f"安装 Node 包 {_listed(rest)}"
        exact = ", exactly as the lock file says" if verb == "ci" else ""
        return f"installs the Node packages of package.json{exact}", "安装 package.json 里的 Node 包" + (
            "（严格按锁文件）" if exact else ""
        )
    if verb == "run":
        return f"runs the script {_listed(rest[:1])} of package.json", f"运行 package.json 的脚本 {_listed(rest[:1])}"
    return None


def _go(one: Simple, verb: str, rest: list[str]) -> Said | None:
    if verb == "build":
        return "compiles the Go program", "编译 Go 程序"
    if verb == "mod":
        return "downloads the Go modules", "下载 Go 模块"
    return None


def _user(one: Simple, verb: str, rest: list[str]) -> Said | None:
    names = one.operands[-1:]
    what = "group" if "group" in one.program else "user"
    return f"makes the {what} {_listed(names)}", f"创建{'组' if what == 'group' else '用户'} {_listed(names)}"


def _files(one: Simple, verb: str, rest: list[str]) -> Said | None:
    names = list(one.operands)
    if one.program == "mkdir":
        return f"makes the directory {_listed(names)}", f"创建目录 {_listed(names)}"
    if one.program == "rm":
        return f"deletes {_listed(names)}", f"删除 {_listed(names)}"
    if one.program in ("chmod", "chown", "chgrp"):
        what = ("permissions", "权限") if one.program == "chmod" else ("owner", "属主")
        return (
            f"changes the {what[0]} of {_listed(names[1:])} to `{names[0] if names else ''}`",
            f"修改 {_listed(names[1:])} 的{what[1]}",
        )
    if one.program == "ln":
        return f"makes a link to {_listed(names[:1])}", f"创建到 {_listed(names[:1])} 的链接"
    if one.program in ("cp", "mv"):
        verb_en, verb_zh = ("copies", "复制") if one.program == "cp" else ("moves", "移动")
        return (
            f"{verb_en} {_listed(names[:-1])} to {_listed(names[-1:])} inside the image",
            f"在镜像内{verb_zh} {_listed(names[:-1])}",
        )
    return None


def _fetch(one: Simple, verb: str, rest: list[str]) -> Said | None:
    address = next((word for word in one.words if "://" in word), "a file")
    return f"downloads `{address}`", f"下载 `{address}`"


def _cd(one: Simple, verb: str, rest: list[str]) -> Said | None:
    return f"goes to `{verb or '~'}`, for this RUN only", f"进入 `{verb or '~'}`（仅限这条 RUN）"


def _set(one: Simple, verb: str, rest: list[str]) -> Said | None:
    return "sets options of the shell", "设置 shell 选项"


_TELLERS: tuple[tuple[tuple[str, ...], Callable[[Simple, str, list[str]], Said | None]], ...] = (
    (("apt-get", "apt"), _apt),
    (("apk",), _apk),
    (("yum", "dnf", "microdnf", "zypper"), _yum),
    (("pip", "pip3", "uv"), _pip),
    (("npm", "yarn", "pnpm"), _npm),
    (("go",), _go),
    (("useradd", "adduser", "groupadd", "addgroup"), _user),
    (("mkdir", "rm", "chmod", "chown", "chgrp", "ln", "cp", "mv"), _files),
    (("curl", "wget"), _fetch),
    (("cd",), _cd),
    (("set",), _set),
)

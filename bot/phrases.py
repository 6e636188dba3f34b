"""The bot's own fixed sentences, in English and Chinese."""

from __future__ import annotations

_TEXTS: dict[str, tuple[str, str]] = {
    "refused_by_docker": ("docker would not accept this.", "docker 不会接受这条命令。"),
    "accepted": ("docker would accept this.", "docker 会接受这条命令。"),
    "denied": ("Not run.", "没有执行。"),
    "unrunnable": ("This is explained here, never run.", "这里只解释，不执行。"),
    "needs_confirm": ("This changes something. It runs when you confirm it.", "这会改变一些东西，需要你确认后才会执行。"),
    "needs_second": ("Somebody else who holds the grant must approve this before it runs.", "需要另一位有权限的人批准后才会执行。"),
    "incomplete": ("Something is missing: {needs}.", "还缺少：{needs}。"),
    "ambiguous": ("This can be read in more than one way. Which one?", "这句话有不止一种理解。是哪一个？"),
    "unsure": ("I am not sure. Did you mean this?", "我不太确定。你是指这个吗？"),
    "unknown": (
        'I do not understand this as a Docker request. Try "list running containers", paste a docker command, '
        'or ask "CMD or ENTRYPOINT?".',
        "我没有看懂这个 Docker 请求。可以试试“列出正在运行的容器”，粘贴一条 docker 命令，或者问“CMD 还是 ENTRYPOINT？”。",
    ),
    "empty": (
        'There is nothing here yet. Try "list running containers", or paste a docker command.',
        "这里还没有内容。可以试试“列出正在运行的容器”，或粘贴一条 docker 命令。",
    ),
    "no_host": ("There is no host {host} in the configuration; there are: {known}.", "配置里没有主机 {host}；有：{known}。"),
    "daemon_help": (
        "I can still check and explain commands. To run them, start Docker there or correct the host's address.",
        "我仍然可以检查和解释命令。要执行命令，请先启动那里的 Docker，或更正主机地址。",
    ),
    "fanout_read_only": (
        "Only commands that read may go to all hosts; name one host for this.",
        "只有读取类命令可以发往所有主机；请指定一台主机。",
    ),
    "one_at_a_time": (
        "A command that needs somebody's approval has to stand alone: send it by itself, without && ; or text after a pipe.",
        "需要批准的命令必须单独发送，不能带 && 或 ; ，后面也不能接管道。",
    ),
    "internal": ("Internal error, reference {reference}. Nothing more is known to have been done.", "内部错误，编号 {reference}。"),
    "too_many": ("Too many requests. Try again in {seconds} seconds.", "请求太多了，请在 {seconds} 秒后再试。"),
    "files_for_members": (
        "Dockerfiles and compose files are read for members of the workspace, and for people whom a role names.",
        "只为工作区成员和角色里列出的人阅读 Dockerfile 和 compose 文件。",
    ),
    "truncated": (
        "The output was cut by the {what} limit. Ask for less (--tail, --filter), or run it in a terminal for all of it.",
        "输出因{what}限制被截断。请缩小范围（--tail、--filter），或在终端里执行以查看全部。",
    ),
}


def phrase(key: str, lang: str = "en", **values: object) -> str:
    """One sentence in the reader's language."""
    english, chinese = _TEXTS[key]
    return (chinese if lang == "zh" else english).format(**values)

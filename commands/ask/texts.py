"""The fixed texts, in the language of the question."""

from __future__ import annotations

HINTS = {
    "en": {
        "unknown": "I answer about Docker only: try “list exited containers”, “logs of web, last 20 lines”, or a docker command.",
        "empty": "Say what you want to know or do, for instance “which containers are running?”.",
        "denied": "Docker's filters say what a list shall hold, none says what it shall not. This shows all, to pick from:",
        "everything": "Everything of what? Say containers, images, volumes, networks, or “all unused data”.",
        "steps": "These are several steps. Ask for one at a time.",
        "long": "This is too long for a request. Say in a sentence or two what you want to know or do.",
        "follow": "I do not know what “it” is here: name the container, image or service.",
    },
    "zh": {
        "unknown": "我只回答与 Docker 有关的问题：可以试试“列出已退出的容器”、“查看 web 最近 20 行日志”，或直接输入 docker 命令。",
        "empty": "请说出想了解或想做的事，例如“有哪些容器在运行？”。",
        "denied": "Docker 的过滤器只能说明列出什么，不能排除什么。可以先列出全部，再自己挑选：",
        "everything": "要删除哪一类？请说明是容器、镜像、卷、网络，还是“所有未使用的数据”。",
        "steps": "这是几个步骤，请一次说一个。",
        "long": "这段话太长了，请用一两句话说明想了解或想做的事。",
        "follow": "我不知道“它”指的是什么：请写出容器、镜像或服务的名字。",
    },
}
NEEDS = {
    "IMAGE": ("image", "镜像"),
    "CONTAINER": ("container", "容器"),
    "NETWORK": ("network", "网络"),
    "VOLUME": ("volume", "卷"),
    "SERVICE": ("service", "服务"),
    "NODE": ("node", "节点"),
    "STACK": ("stack", "栈"),
    "SECRET": ("secret", "密钥"),
    "CONFIG": ("config", "配置"),
    "CONTEXT": ("context", "上下文"),
    "PLUGIN": ("plugin", "插件"),
    "COMMAND": ("command", "命令"),
    "PATH": ("path", "路径"),
    "FILE": ("file", "文件"),
    "VALUE": ("value", "值"),
    "TAG": ("tag", "标签"),
    "TERM": ("search term", "搜索词"),
    "NEW_NAME": ("new name", "新名字"),
    "TARGET_IMAGE": ("new tag", "新标签"),
    "REPLICAS": ("number of replicas", "副本数"),
    "ROLE": ("worker or manager", "worker 还是 manager"),
    "HOST:PORT": ("address of a manager", "管理节点地址"),
    "PORT": ("port", "端口"),
    "CHECKPOINT": ("checkpoint", "检查点"),
    "SERVER": ("registry", "仓库地址"),
    "REPOSITORY": ("repository", "仓库名"),
    "NAME": ("name", "名字"),
    "MANIFEST": ("manifest", "清单"),
    "MANIFEST_LIST": ("manifest list", "清单列表"),
    "KEY=VALUE": ("setting", "设置项"),
    "BUILDER": ("builder", "构建器"),
    "SIGNAL": ("signal", "信号"),
}


def hint(lang: str, name: str) -> str:
    """A fixed line."""
    return HINTS[lang if lang in HINTS else "en"][name]


def need(placeholder: str, lang: str) -> str:
    """What is missing, in words."""
    pair = NEEDS.get(placeholder)
    if pair is None:
        return placeholder.lower().replace("_", " ")
    return pair[1 if lang == "zh" else 0]

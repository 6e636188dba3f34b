"""The forms of questions with an answer of their own, English and Chinese, as patterns."""

from __future__ import annotations

import re

from commands.ask import tables

STARTED = r"(?:been started|started|start|run|ran|launched|launch|created|create|made|deployed)"
REVERSE = re.compile(
    rf"\bhow (?:was|were|is|did (?:you|we|they|i|someone|somebody)|has)\b.*\b{STARTED}\b"
    r"|\b(?:what|which)(?: docker)?(?: run)? (?:command|options|flags|arguments|parameters)\b.*"
    r"\b(?:was used|were used|started|launched|created|ran|start|did)\b"
    r"|\b(?:reconstruct|recover|rebuild|reverse|recreate|regenerate|get back|get|show|print|give)\b.*"
    r"\b(?:run command|docker run)\b(?!.*\bhow to\b)"
    r"|是(?:怎么|如何|用什么命令)(?:被)?(?:启动|运行|创建|跑起来)的"
    r"|(?:启动|运行|创建).{0,12}(?:用的|时用的|时使用的)(?:是)?(?:什么)?(?:命令|参数)"
    r"|(?:还原|反推|恢复).*(?:启动命令|run 命令|命令)|用什么命令(?:启动|运行|创建)的",
    re.IGNORECASE,
)
HOW_TO = re.compile(r"\bhow (?:do|can|could|should|would) (?:i|we|you|one)\b|\bhow to\b", re.IGNORECASE)
RUNNING = re.compile(
    r"^\s*(?:is|are|was|has)\s+(?:the\s+|my\s+|our\s+)?(?:container\s+|service\s+)?[\"'`]?([\w][\w.-]*)[\"'`]?\s+(?:container\s+)?(?:been\s+)?(?:still\s+|currently\s+|already\s+|actually\s+)?"
    r"(running|up|alive|down|healthy|unhealthy|stopped|paused|restarting|restarted|exited|dead|there|killed|crashed|started|removed|deleted|gone)\b[^,]*$",
    re.IGNORECASE,
)
RUNNING_ZH = re.compile(
    r"^\s*(?:容器\s*)?([A-Za-z0-9][A-Za-z0-9_.-]*)\s*(?:容器)?(?:还)?(?:是否)?(?:(?:正)?在)?(?:运行|跑|启动|活)(?:着|中|起来)?(?:了)?(?:吗|没有?|么|不)?[?？。]*$"
)
NAME = r"(?:the\s+|my\s+|our\s+)?(?:container\s+|service\s+)?[\"'`]?([A-Za-z0-9][\w.-]*)[\"'`]?(?:\s+container)?"
IMAGE_OF = re.compile(rf"^\s*(?:what|which)\s+image\s+(?:is|does)\s+{NAME}\s+(?:running|run|using|use|based on)\b", re.IGNORECASE)
STATE_IF = re.compile(
    rf"^\s*(?:(?:can|could|would) you\s+)?(?:please\s+)?(?:check|see|tell me|verify|find out|look)\s+"
    rf"(?:if|whether)\s+{NAME}\s+is\s+(?:still\s+|currently\s+)?"
    r"(running|up|alive|down|healthy|unhealthy|stopped|paused|restarting|exited|dead|there)\b[^,]*$",
    re.IGNORECASE,
)
TROUBLE = re.compile(
    rf"^\s*{NAME}\s+(?:is|seems|seems to be|keeps|has been|has)\s+"
    r"(down|crashing|crashed|dead|not running|restarting|broken|not responding|failing|stopped|gone|unhealthy)\b"
    r"[^.,;]*(?:,\s*why)?[?.!\s]*$",
    re.IGNORECASE,
)
HOW_LONG = re.compile(
    rf"^\s*(?:how long|since when|when)\s+(?:has|was|is|did|have)\s+{NAME}\s+(?:been\s+)?(?:up and\s+)?"
    r"(?:last\s+)?(running|up|started|start|created|restarted|stopped)\b",
    re.IGNORECASE,
)
ON_PORT = re.compile(
    r"^\s*(?:what|who|which container)(?:'s|s| is| runs| listens| sits)?\s+"
    r"(?:(?:running\s+|listening\s+)?on|publishing|using|occupying|holding|exposing|bound to|serving(?: on)?)\s+"
    r"(?:host\s+)?port\s+(\d{1,5})\b",
    re.IGNORECASE,
)
ON_PORT_ZH = re.compile(
    r"^\s*(?:看下|查下|帮我看下)?(?:是)?(?:谁|哪个容器|什么容器|哪个)(?:把)?(?:在)?(?:占用?|使用|用|监听|占着)(?:了|着)?\s*(?:端口\s*)?(\d{2,5})\s*(?:这个)?(?:端口)?(?:占了|占用了|用了)?[?？。]?"
)
EXPLAIN = re.compile(
    r"^\s*(?:please\s+)?(?:explain|what does|解释(?:一下)?)\s*[`\"]?(docker\s+.+?)[`\"]?(?:\s+(?:do|mean))?\s*[?？.]*$",
    re.IGNORECASE,
)
OF_FLAGS = re.compile(
    r"\b(?:flags?|options?|arguments?|parameters?|switches|syntax|usage)\b.*\b(?:of|for|does|has|take|accept)\b|\bhelp\b.*\b(?:for|on|with|about)\b.*\bdocker\b|(?<![\w-])--?\w.*\b(?:do|does|mean|means|for)\b"
    r"|\b(?:what|explain|meaning|purpose)\b.*\s--?\w|(?:选项|参数|标志).*(?:哪些|什么)|(?<![\w-])--?\w.*(?:什么|意思|作用|干嘛)|什么是\s*--?\w",
    re.IGNORECASE,
)


# "anything that died with code 137?": a look at what is there.
ANYTHING = re.compile(r"^\W*(?:is |are )?(?:there )?any(?:thing|one|body)?\b", re.IGNORECASE)
# "why did web die": the logs tell, and the state.
DIED = re.compile(
    rf"^\W*why\s+(?:did|has|is|was|does|would)\s+{NAME}\s+(?:keep\s+|just\s+|suddenly\s+|get\s+|been\s+|be\s+)?"
    r"(?:die|died|dying|crash|crashed|crashing|exit|exited|exiting|fail|failed|failing|fall over|go down|restarting|restart"
    r"|stop|stopped|killed|down|dead|not start|not starting|not come up)\b[^,;]*$",
    re.IGNORECASE,
)
DIED_ZH = re.compile(
    r"^\s*(?:容器\s*)?([A-Za-z0-9][A-Za-z0-9_.-]*)\s*(?:容器)?\s*(?:是)?(?:为什么|为啥|怎么|怎么会|为何)"
    r"(?:会|就|突然|又|老是|总是)?(?:自己)?(?:挂|崩|退出|停|死|起不来|启动不了|重启)(?:了|掉|掉了)?[?？。!！]*$"
)
STATE_ZH = re.compile(
    r"^\s*(?:容器\s*)?([A-Za-z0-9][A-Za-z0-9_.-]*)\s*(?:容器)?\s*(?:现在|目前)?"
    r"(?:是)?(?:挂了没有?|挂了吗|活着没|还活着[吗没]|死了没有?|啥状态|什么状态|状态怎么样|状态如何)"
    r"(?:[，,]\s*(?:还)?(?:活着|在)[没吗])?[?？。，, ]*(?:(?:帮忙|帮我?)?看(?:一下|下|看))?[?？。]*$"
)
_LOOK_ZH = r"^\s*(?:查下|查一下|看下|看一下|查看|看看|请问|帮我看下)?\s*(?:容器\s*)?"
_WHEN = r"(?:when|at what time|what time)"
_OOM = r"(?:oom[- ]?killed|killed (?:by|because of|due to) (?:the )?(?:oom|out of memory|out-of-memory|memory))"
# What one container has, and where `docker inspect` says it.
FIELDS = tuple(
    (re.compile(rf"^\W*{question}\b[^,;]*$", re.IGNORECASE), template)
    for question, template in (
        (rf"how (?:many times|often) (?:has|was|did|have)\s+{NAME}\s+(?:been\s+|get\s+)?restart(?:ed)?", "{{.RestartCount}}"),
        (
            rf"{_WHEN} (?:did|was|has)\s+{NAME}\s+(?:last\s+)?(?:start|started|restart|restarted|get started|get "
            rf"restarted|come up|boot)",
            "{{.State.StartedAt}}",
        ),
        (
            rf"{_WHEN} (?:did|has)\s+{NAME}\s+(?:last\s+)?(?:die|died|stop|stopped|exit|exited|finish|finished)",
            "{{.State.FinishedAt}}",
        ),
        (rf"{_WHEN} (?:was|is)\s+{NAME}\s+(?:first\s+)?(?:created|made|set up)", "{{.Created}}"),
        (
            rf"(?:will|does|would|is)\s+{NAME}\s+(?:be |get |going to be )?(?:re)?start(?:ed)?"
            r"(?: (?:automatically|again|by itself|on its own|on failure|after a (?:reboot|crash)|if it (?:dies|crashes|fails)))+",
            "{{.HostConfig.RestartPolicy.Name}}",
        ),
        (
            rf"(?:(?:i )?(?:want to|wanna|need to) know )?what(?:'s|s| is)? (?:mounted|bound) (?:in|into|on|inside)\s+{NAME}",
            "{{json .Mounts}}",
        ),
        (
            rf"(?:get|show|tell)(?: me)? the limits? (?:that (?:was|were) set )?(?:on|for|of) {NAME} (?:for|on) memory",
            "{{.HostConfig.Memory}}",
        ),
        (rf"what restart policy (?:is set on|does|has)\s+{NAME}(?:\s+(?:have|use))?", "{{.HostConfig.RestartPolicy.Name}}"),
        (rf"how (?:many times|often) (?:has|did|have) docker restart(?:ed)?\s+{NAME}", "{{.RestartCount}}"),
        (rf"(?:was|has|did)\s+{NAME}\s+(?:been\s+|get\s+)?{_OOM}", "{{.State.OOMKilled}}"),
        (rf"what(?:'s|s| is)? (?:mounted|bound) (?:in|into|on|inside)\s+{NAME}", "{{json .Mounts}}"),
    )
) + tuple(
    (re.compile(rf"{_LOOK_ZH}([A-Za-z0-9][A-Za-z0-9_.-]*)\s*(?:这个)?(?:容器)?\s*{question}[?？。]*$"), template)
    for question, template in (
        (r"(?:现在)?用的(?:是)?(?:哪个|什么)镜像", "{{.Config.Image}}"),
        (r"(?:都)?(?:挂载|挂)了(?:哪些|什么)(?:目录|卷|东西)?", "{{json .Mounts}}"),
        (r"(?:都)?(?:配了|配置了|有|设了|设置了)(?:哪些|什么)环境变量", "{{json .Config.Env}}"),
        (r"(?:的)?环境变量(?:有哪些|是什么|都有什么)", "{{json .Config.Env}}"),
        (r"(?:上次|最近一次)?(?:是)?(?:什么时候|啥时候|何时|几点)(?:重启|重新启动|启动)的", "{{.State.StartedAt}}"),
        (r"(?:是)?(?:什么时候|啥时候|何时|几点)(?:停止|停|退出|挂|死|结束)(?:掉|了)?的", "{{.State.FinishedAt}}"),
        (r"(?:是)?(?:什么时候|啥时候|何时|哪天)(?:创建|建|建立)的", "{{.Created}}"),
        (r"(?:被|自动|被自动|一共|总共)*重启(?:过|了)?(?:几|多少)次(?:了)?", "{{.RestartCount}}"),
        (
            r"(?:挂了以后|挂了之后|崩了|退出后|死了以后|挂掉后)?(?:还)?会(?:不会)?自动重启(?:吗|么|不)?",
            "{{.HostConfig.RestartPolicy.Name}}",
        ),
        (r"(?:的数据)?(?:到底)?(?:都)?(?:挂载?了?在?|映射到)(?:了)?(?:哪里?|哪些目录|什么地方|宿主机哪里)", "{{json .Mounts}}"),
        (
            r"(?:的)?健康(?:检查|状态|检查状态|检查的状态)?(?:是|现在)?(?:怎么样|如何|啥状态|什么状态|正常吗|是什么|咋样)",
            "{{.State.Health.Status}}",
        ),
        (r"的重启策略(?:是什么|是啥|是|设的啥|设的什么)?", "{{.HostConfig.RestartPolicy.Name}}"),
        (r"的(?:启动|运行)命令(?:是什么|是啥)?", "{{json .Config.Cmd}}"),
        (r"(?:的)?退出码(?:是多少|是啥|是什么|多少)?", "{{.State.ExitCode}}"),
    )
)
# "did someone delete the volume pgdata?", "who restarted web": what happened to one thing since yesterday.
DEED = re.compile(
    r"^\W*(?:(?:did|has) (?:someone|somebody|anyone|anybody|something)|who) (?:just )?"
    r"(restart|start|stop|kill|remove|delete|create|pause|unpause)(?:e?d|ped)?\s+"
    r"(?:the\s+|my\s+|our\s+)?(?:(container|volume|network)\s+)?[\"'`]?([A-Za-z0-9][\w.-]*)[\"'`]?(?:\s+(container|volume|network))?\s*[?.!]*$",
    re.IGNORECASE,
)
DEED_ZH = re.compile(
    r"^\s*(?:是不是有人把|谁把|谁|有没有人|是谁)(?:把)?(重启|启动|停|停止|杀|删|删除|创建)?(?:了|掉了|过)?\s*"
    r"([A-Za-z0-9][A-Za-z0-9_.-]*)\s*(?:这个)?(容器|卷|数据卷|网络)?\s*(重启|启动|停止?|杀|删除?|创建)?(?:了|掉了|过)?[吗么]?[?？。]*$"
)
EVENTS = tables.pairs("EVENTS")
OBJECTS = {"卷": "volume", "数据卷": "volume", "网络": "network", "容器": "container"}
# "files added or changed inside the api container"
TOUCHED = re.compile(
    r"^\W*(?:(?:which|what|show(?: me)?|list)\s+)?(?:the\s+)?files\s+(?:that\s+)?(?:were\s+|have been\s+|was\s+)?"
    rf"(?:(?:added|changed|modified|deleted|created|written|or|and|,)\s*)+\s*(?:in|inside|on|of)\s+{NAME}\b[^,;]*$",
    re.IGNORECASE,
)
# "how was app:2 built, step by step"
BUILT = re.compile(
    r"^\W*(?:how (?:was|is|did (?:you|we|they) build)|(?:show|view|list)(?: me)?(?: the)? (?:commands?|steps?|layers?) "
    r"(?:that (?:was|were) )?"
    r"(?:run|used|executed)? ?(?:when|to build|for building|while)) (?:the )?(?:image )?([\w./-]*[\w-]:[\w.-]+|"
    r"[\w.-]+/[\w./-]+)(?: image)?"
    r"(?: (?:was|is))?(?: (?:being |been )?(?:built|made|created|put together))?\b[^;]*$",
    re.IGNORECASE,
)
# "what's been written to stdout by payments": its logs.
WRITTEN = re.compile(
    r"^\W*what(?:'s|s| is| has)?(?: been)? (?:written|printed|logged|said|output)(?: to (?:stdout|stderr)(?: (?:and|"
    r"or) (?:stdout|stderr))?)?"
    rf" by {NAME}\b(?! in the (?:last|past))[^;\d]*$|^\W*what (?:did|does|has|is) {NAME} (?:say|print|log|said|printed|"
    rf"logged|printing|saying|logging|write|written)\b(?! in the (?:last|past)| since)[^;\d]*$",
    re.IGNORECASE,
)
# "what's in /etc/hosts of web": a look into a file of a container.
FILE_OF = re.compile(
    r"^\W*(?:what(?:'s|s| is)|show(?: me)?(?: what(?:'s|s| is))?|print|cat|read|display)\s+(?:in |inside )?"
    r"(?:the )?(?:contents? of )?(?:the )?(?:file )?(/[\w./-]+)\s+"
    rf"(?:of|in|inside|on|from)\s+{NAME}\s*[?.!]*$",
    re.IGNORECASE,
)
ON_NETWORK = re.compile(
    r"^\W*(?:what|who)(?:'s|s| is| are)?\s+(?:attached|connected|plugged in|hooked up|joined)\s+(?:to|into)\s+"
    r"(?:the\s+)?(?:network\s+)?([A-Za-z0-9][\w.-]*)(?:\s+network)?\s*\??$",
    re.IGNORECASE,
)


SHOW = re.compile(
    r"^\W*(?:please\s+)?(?:do not|don't|never)\b"
    r"|^\W*(?:please\s+)?(?:show|list|display|give|get|print|fetch|find)\b(?! (?:me )?(?:how|why|the difference|an? example))",
    re.IGNORECASE,
)
GENERAL = re.compile(
    r"\bwhat(?: is|'s|s| are) (?:an? |docker\b)|\bwhat (?:does|do)\b|\bmean(?:s|ing)?\b|\bexplain\b|\bpurpose\b"
    r"|\bsafe\b|\bdifference\b"
    r"|什么是|是什么|什么意思|作用|原理|解释",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"[?？]|^\W*(?:what|which|who|whose|where|when|why|how|is|are|was|were|do|does|did|can|could|should|would|will|must"
    r"|may|has|have|am|explain|tell|compare|describe|whats)\b"
    r"|\bvs\b|\bversus\b|\bdifference\b|\bmean\b|什么|怎么|为何|为啥|区别|不同|吗|如何|哪|是否|能不能|可不可以|意思|作用|解释|介绍|原理|还是",
    re.IGNORECASE,
)
PLEA = re.compile(
    r"^\W*(?:how about|why (?:don't|dont|not)|(?:can|could|would|will) (?:you|we)\b(?! (?:explain|tell me (?:why|how|what))))"
    r"|,\s*(?:would|could|can|will) you(?: please)?\s*[?.]*$",
    re.IGNORECASE,
)

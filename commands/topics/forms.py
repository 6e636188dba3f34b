"""What a text asks for: knowledge, a way to do something, a cure for a message, or an action on what is there."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Form(StrEnum):
    """The shape of a question; `NONE` is no question at all, `REQUEST` asks for an action or the state of things."""

    COMPARE = "compare"
    WHY = "why"
    WHAT_IF = "what-if"
    HOW = "how"
    WHAT = "what"
    WHEN = "when"
    YES_NO = "yes-no"
    REQUEST = "request"
    NONE = "none"


_COMPARE = re.compile(
    r"\bvs\.?\b|\bversus\b|\bdifferen(?:ce|t|ces)\b.*\b(?:between|from|and|to|than|of)\b|\bdiffers?\b|\bcompared? (?:to"
    r"|with)\b|\bcomparison\b|\bcompare\b"
    r"|\bbetter\b.*\bor\b|\b(?:should|which|when|use|prefer|choose)\b.*\bor\b"
    r"|^\W*[\w.-]+(?: [\w.-]+)? or [\w.-]+(?: [\w.-]+)?\W*$|\bthe same (?:as|thing)\b"
    r"|区别|不同|差别|差异|对比|比较|哪个好|哪个更|有何不同|不一样|一样吗|哪一个|哪种|[^，。]+还是[^，。]+|与其"
)
_WHY = re.compile(
    r"\bwhy\b|\bhow come\b|\bwhat (?:causes?|is the (?:cause|reason))\b|\breason (?:for|why)\b|为什么|为何|为啥|怎么会"
    r"|怎么回事|原因|咋回事"
)
_WHAT_IF = re.compile(
    r"\bwhat (?:happens?|will happen|would happen|if)\b|\bwhat'?s? goes on\b|会怎样|会怎么样|会发生什么|发生了?什么|后果"
    r"|会如何|有什么影响"
)
_HOW = re.compile(
    r"\bhow (?:do|does|can|could|to|should|would|might|is|are)\b|\bhow'?d\b|\b(?:the |a |any )?way to\b"
    r"|\bwhat do i (?:have to )?do\b|\bsteps? (?:to|for)\b|怎么|怎样|如何|咋|怎么办"
)
_WHEN = re.compile(
    r"\bwhen (?:do|does|should|would|is|to|must)\b|\bwhere (?:do|does|is|are|can)\b|\bwho\b|什么时候|何时|在哪|哪里|哪儿|什么情况"
)
_WHAT = re.compile(
    r"\bwhat(?:'s| is| are| does| do| did| was| exactly| kind| sort|s)\b|\bwhich\b|\bexplain\b|\bmean(?:s|ing)?\b"
    r"|\bpurpose\b|\btell me (?:about|what|how|why)\b|\bdefin(?:e|ition)\b|\bdescribe\b"
    r"|\bpoint of\b|\bconcept\b|\bbasics\b|\boverview\b|\bintroduction\b|\bteach me\b|\bunderstand\b|什么|解释|介绍|含义"
    r"|意思|作用|讲讲|讲解|说明|概念|有哪些|哪些|原理"
)
_YES_NO = re.compile(
    r"^\W*(?:is|are|does|do|did|can|could|should|will|would|must|may|has|have|am|was|were|isn'?t|aren'?t|doesn'?t|don'?t"
    r"|can'?t|so)\b|吗\W*$|是否|能不能|可不可以|能否|要不要|需不需要|是不是|会不会|有没有"
)
_THINGS = (
    r"(?:containers?|images?|volumes?|networks?|ports?|services?|stacks?|nodes?|tasks?|secrets?|configs?|plugins?|contexts?"
    r"|builders?|processes|tags?|logs?|projects?)"
)
_VERBS = (
    r"(?:show|list|display|print|give|get|fetch|stop|start|restart|run|kill|remove|delete|prune|clean|pull|push|build|tag"
    r"|inspect|create|make|rename|pause|unpause|resume|"
    r"update|scale|deploy|copy|attach|exec|execute|open|connect|disconnect|launch|spin|bring|tear|shut|log|login|search"
    r"|find|count|tail|follow|export|import|save|load|commit|watch|monitor|filter|"
    r"check|set|add|use|publish|mount|limit|rollback|drain|join|leave|init|wait|rebuild|turn|free|wipe|view|see|retrieve"
    r"|present|provide|download|upload|apply|retag|switch|promote|demote)"
)
_REQUEST = re.compile(
    rf"^\W*(?:(?:hey|hi|hello|dear|ok|okay|so|now)\W+(?:\w+\W+){{0,2}}?)?(?:please\W+)?(?:docker\W+)?(?:(?:can|could"
    rf"|would|will) (?:you|we)\W+(?:please\W+|kindly\W+)?(?!explain|tell|describe|help me understand|clarify)\w+"
    rf"|i (?:want|need|would like|'d like)(?: you)? to {_VERBS}\b|i'd like to {_VERBS}\b|let'?s {_VERBS}\b"
    rf"|{_VERBS}\b(?!\W*(?:vs|versus|or)\b))"
    rf"|^\W*how many\b|^\W*(?:what|which)(?: \w+)? {_THINGS} (?:are|is|do i|have i|did i|has|have|use|uses|exist|exited"
    rf"|stopped|were|was|we)\b"
    rf"|^\W*(?:what|which)(?:'s| is| are) (?:currently |now )?(?:running|up|stopped|exposed|listening)\b|^\W*(?:is"
    rf"|are) (?:there (?:any )?)?(?:\S+ ){{0,2}}(?:{_THINGS} )?(?:running|up|stopped|down)\W*$|^\W*are there\b"
    rf"|^\W*is there an? (?:\w+ )?{_THINGS}\b"
    rf"|^\W*what (?:ports|processes|volumes|images|containers|networks) (?:does|do|is|are)\b|^\W*do (?:i|we) have\b"
    r"|^\W*(?:请|请帮我|帮我|帮忙|麻烦|给我)?\W*(?:列出|显示|查看|看看|看一下|停止|停掉|启动|重启|删除|删掉|移除|清理"
    r"|拉取|推送|构建|运行|执行|创建|新建|暂停|恢复|重命名|复制|打开|进入|登录|搜索|导出|导入|保存|加载|展示|打印|杀死|扩容)"
    r"|^\W*(?:有|现在有|目前有)?(?:哪些|多少)(?:个)?(?:正在|在|已|停止|退出|运行)?.*(?:容器|镜像|卷|网络)(?:在运行"
    r"|正在运行|已停止|退出了|在跑)"
)
# Wishes in the middle of a sentence, and orders not to do something.
_WISH = re.compile(
    r"^\W*(?:please\W+)?(?:do not|don't)\b(?! (?:i|you|we|they|containers?|images?|volumes?)\b)|\bhow about \w+ing\b"
    r"|\bwhy don't you\b"
    rf"|[.!,;]\s*(?:please )?(?:can|could|would|will) you (?:please |kindly )?{_VERBS}\b"
)
# A docker command line: a word of docker's, then a flag, or one operand, or nothing.
_COMMAND_LINE = re.compile(
    r"^docker (?:attach|build|commit|compose|container|context|cp|create|diff|events|exec|export|history"
    r"|image|images|import|info|inspect|kill|load|login|logout|logs|network|node|pause|port|ps|pull|push|rename|restart"
    r"|rm|rmi|run|save|search|secret|service|stack|start|stats|stop|swarm|system|tag"
    r"|top|unpause|update|version|volume|wait|buildx)(?: +(?:-.*|\S+))?$"
)
_SAYS_QUESTION = re.compile(
    r"\bvs\.?\b|\bversus\b|\bdifferences?\b|\bcompared\b|^\W*(?:please\W+)?(?:show|give|tell|teach|check) (?:me "
    r"|us )?(?:an? )?(?:how|what|why|when|the difference|explanation|example|overview|about|whether)\b"
    r"|\b(?:explain|what does|mean(?:s|ing)?)\b"
)
_ASK_ANYWAY = re.compile(r"怎么|如何|为什么|什么|区别|吗\W*$|\?$|？$|怎样|意思")


_SIGNS = (
    (_COMPARE, Form.COMPARE),
    (_WHAT_IF, Form.WHAT_IF),
    (_WHY, Form.WHY),
    (_HOW, Form.HOW),
    (_WHEN, Form.WHEN),
    (_WHAT, Form.WHAT),
    (_YES_NO, Form.YES_NO),
)


@lru_cache(maxsize=64)
def form(text: str) -> Form:
    """The form of a text; the strongest sign wins."""
    low = text.strip().lower().replace("’", "'")
    if _COMMAND_LINE.match(low) or _WISH.search(low):
        return Form.REQUEST
    if _REQUEST.search(low) and not _SAYS_QUESTION.search(low) and not (re.search(r"[㐀-鿿]", low) and _ASK_ANYWAY.search(low)):
        return Form.REQUEST
    for pattern, name in _SIGNS:
        if pattern.search(low):
            return name
    return Form.WHAT if low.endswith(("?", "？")) else Form.NONE


def asks_for_knowledge(text: str) -> bool:
    """True for a question about how things are or work; False for an action, or for the state of what is there."""
    return form(text) not in (Form.NONE, Form.REQUEST)

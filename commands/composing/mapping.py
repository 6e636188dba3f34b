"""Which flag of `docker run` is which key of a service. Both directions read these tables.

Names on the right are those of the Compose specification.
"""

from __future__ import annotations

# One value, kept as text.
SCALARS = {
    "name": "container_name",
    "hostname": "hostname",
    "domainname": "domainname",
    "user": "user",
    "workdir": "working_dir",
    "restart": "restart",
    "platform": "platform",
    "pull": "pull_policy",
    "runtime": "runtime",
    "ipc": "ipc",
    "pid": "pid",
    "uts": "uts",
    "userns": "userns_mode",
    "cgroupns": "cgroup",
    "cgroup-parent": "cgroup_parent",
    "isolation": "isolation",
    "mac-address": "mac_address",
    "stop-signal": "stop_signal",
    "shm-size": "shm_size",
    "memory": "mem_limit",
    "memory-reservation": "mem_reservation",
    "memory-swap": "memswap_limit",
    "memory-swappiness": "mem_swappiness",
    "cpus": "cpus",
    "cpu-shares": "cpu_shares",
    "cpu-period": "cpu_period",
    "cpu-quota": "cpu_quota",
    "cpu-rt-period": "cpu_rt_period",
    "cpu-rt-runtime": "cpu_rt_runtime",
    "cpu-count": "cpu_count",
    "cpu-percent": "cpu_percent",
    "cpuset-cpus": "cpuset",
    "pids-limit": "pids_limit",
    "oom-score-adj": "oom_score_adj",
}
# Those of them that are written as numbers.
NUMBERS = frozenset(
    ["memory-swappiness", "cpu-shares", "cpu-period", "cpu-quota", "cpu-count", "cpu-percent", "pids-limit", "oom-score-adj"]
)
SWITCHES = {
    "privileged": "privileged",
    "read-only": "read_only",
    "init": "init",
    "tty": "tty",
    "interactive": "stdin_open",
    "oom-kill-disable": "oom_kill_disable",
    "use-api-socket": "use_api_socket",
}
# Values that collect, one text each. In a file some may be a mapping instead (`MAPPINGS`).
LISTS = {
    "publish": "ports",
    "expose": "expose",
    "env": "environment",
    "env-file": "env_file",
    "label": "labels",
    "label-file": "label_file",
    "annotation": "annotations",
    "volume": "volumes",
    "tmpfs": "tmpfs",
    "device": "devices",
    "device-cgroup-rule": "device_cgroup_rules",
    "cap-add": "cap_add",
    "cap-drop": "cap_drop",
    "dns": "dns",
    "dns-search": "dns_search",
    "dns-option": "dns_opt",
    "add-host": "extra_hosts",
    "group-add": "group_add",
    "security-opt": "security_opt",
    "sysctl": "sysctls",
    "link": "external_links",
}
MAPPINGS = frozenset(["environment", "labels", "annotations", "sysctls", "extra_hosts"])
HEALTH = {
    "health-interval": "interval",
    "health-timeout": "timeout",
    "health-retries": "retries",
    "health-start-period": "start_period",
    "health-start-interval": "start_interval",
}
BLKIO_RATES = {
    "device-read-bps": "device_read_bps",
    "device-read-iops": "device_read_iops",
    "device-write-bps": "device_write_bps",
    "device-write-iops": "device_write_iops",
}
# Networks that are a mode of the container, not something to connect to.
MODES = ("bridge", "host", "none", "default", "nat")
# `compose up` does these by itself, or they are about the terminal that the command was typed in.
IMPLIED = frozenset(["detach", "sig-proxy", "detach-keys", "quiet", "help", "disable-content-trust", "kernel-memory"])

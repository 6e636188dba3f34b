"""Values to feed to flags: good, bad and odd ones, by pflag type and by name; and values any flag may be fed with."""

from __future__ import annotations

NUMBERS = (
    "0 1 5 -1 +5 007 08 0x10 0X1F 0b11 0o17 1_000 _1 1__0 1_ 99999999999999999999 9223372036854775807 9223372036854775808 "
    "-9223372036854775808 65535 65536 4294967295 4294967296 1.5 1e3 abc 0x ½ ١"
).split() + ["", " 1", "1 ", "--1"]
SIZES = (
    "512m 1g 1G 1gb 1GiB 1.5g 64MB 100 1024 0 -1 -1g 1kib 1kb 1K 10t 1p 1e 1eb 1x 1gg 1gig .5g 5.g 1e3 1e3m inf infm nan 1_0m "
    "0x10m abc m g 1,5g 1.2.3g 1b 1B 1bb 1ib 1mi 1mib 99999999999999999999g 1.g +1g 1-g unlimited"
).split() + ["", " ", "1 g", "1  g", " 1g", "1g ", "10 GB", "g1", "1 ", "1 0"]
DURATIONS = (
    "0 10s 1m30s 1h 1.5h 500ms 1us 1µs 1ns 1d -5s +5s 5 5S 5sec 1h1h .5s 5.s . s -s -. 1e3s 999999h 9999999h 1h30 1_0s 0.0s 0s 00"
).split() + ["", " 5s", "5 s", "abc"]
DECIMALS = (
    "1 0 0.5 .5 1. 1/2 1/3 1/0 1e-1 1e-9 1e-10 1.0000000001 -1 +1 0x10 0x1p-2 1_0 1/2/3 1/-2 1/+2 1/0x2 abc 1.5.5 1e 1e5 inf nan "
    "010 0b1 1,5 1p2 01/02"
).split() + ["", " 1", "1 "]
BOOLS = "true false TRUE False t F 1 0 yes no on off tRue 2 -1 y".split() + ["", " true", "x"]
FLOATS = "0 0.5 1 1.5 -1 1e-3 0x1p-2 inf -Inf nan 1e39 1e-50 1_0.5 1_ . .5 5. abc 1e 0x1 +1 ١".split() + ["", " 1"]
FILTERS = (
    "a=b =b a= = foo status=exited label=a=b until=24h until=x name=x dangling=true dangling=x id=abc label!=x A=B type=foo a,b=c"
).split() + ["", " a=b", "a b=c", " "]
LISTS = ["a", "a=b", "=b", "a=", "", " ", "a b", "a,b", "=", "a=b=c", " a", "é=1", "A=1 2", "-x", "#x", "a\tb", "a\tb=c", "key="]
CSVS = [
    "a", "a,b", '"a,b",c', 'a"b', '"a', '"a"b', "", ",", "a,", '""', 'a,"b"', '"a""b"', " a, b", '"a" ,b', "a\nb", '"a\nb"',
]  # fmt: skip
ULIMITS = (
    "nofile=1024 nofile=1024:2048 nofile=2048:1024 nofile=-1 nofile=-1:-1 nofile=-1:5 nofile=5:-1 nofile=1:2:3 nofile nofile= "
    "foo=1 =1 nofile=a nofile=1:b core=0 nproc=65535 nofile=0x10 nofile=1_0 memlock=-1:-1 NOFILE=1 rttime=5 as=1 rss=+3"
).split() + ["", "nofile=:", "nofile= 1"]
MOUNTS = [
    "type=bind,source=/a,target=/b", "type=bind,src=/a,dst=/b,readonly", "type=volume,source=a,target=/b", "source=a,target=/b",
    "type=tmpfs,target=/t,tmpfs-size=1m,tmpfs-mode=1777", "type=tmpfs,target=/t,tmpfs-size=x", "type=tmpfs,target=/t,tmpfs-mode=9",
    "type=foo,target=/x", "type=bind", "target=/x", "type=bind,target=", "type=,target=/x", "", "foo", "readonly", "ro=1,target=/a",
    "type=bind,source=/a,target=/b,readonly=x", "type=bind,source=/a,target=/b,bind-propagation=shared",
    "type=bind,source=/a,target=/b,bind-propagation=foo", "type=volume,target=/b,bind-propagation=shared",
    "type=bind,source=/a,target=/b,volume-nocopy", "type=bind,source=/a,target=/b,tmpfs-size=5", "type=volume,target=/b,volume-nocopy=x",
    "type=volume,target=/b,volume-driver=x,volume-opt=a=b,volume-opt=c", "type=volume,target=/b,volume-label=a=b",
    "type=volume,target=/b,volume-opt=", "type=bind,target=/b,volume-label=", "type=image,source=a,target=/b,image-subpath=x",
    "type=bind,source=/a,target=/b,image-subpath=x", "type=volume,target=/b,volume-subpath=x", "type=cluster,source=a,target=/b",
    "type=npipe,source=a,target=b", "type=bind,source=/a,target=/b,bind-recursive=enabled",
    "type=bind,source=/a,target=/b,bind-recursive=writable", "type=bind,source=/a,target=/b,bind-recursive=writable,ro",
    "type=bind,source=/a,target=/b,bind-recursive=readonly,ro", "type=bind,source=/a,target=/b,bind-recursive=foo",
    "type=bind,source=/a,target=/b,bind-recursive=readonly,ro,bind-propagation=rprivate", "type=bind,bind-recursive,target=/b",
    "type=bind,source=/a,target=/b,bind-nonrecursive", "type=bind,source=/a,target=/b,bind-nonrecursive=x", "TYPE=Bind,Source=/a,TARGET=/b",
    "type=bind,source=/a,target=/b,consistency=cached", "type=bind,source=/a,target=/b,foo=bar", "type=bind,source,target=/b",
    "type=bind,source=/a,target=/b,", ",type=bind,target=/b", '"type=bind",target=/b', 'type=bind,"source=/a,b",target=/c', 'type=bind,"a',
    "type = bind,target=/b", "type=bind, target=/b", "type=bind,source=.,target=/b", "type=bind,source=/a,target=/b,ro=false",
    "type=bind,source=/a,target=/b,readonly,readonly=0", "type=volume,dst=/x,volume-nocopy=true,volume-nocopy=0", "/a:/b",
    "type=tmpfs,dst=/x,tmpfs-size=1g,tmpfs-mode=0700", "type=tmpfs,dst=/x,tmpfs-mode=0o7", "type=tmpfs,source=/a,target=/b",
    "type=bind,source=,target=/b", "type=volume,src=/a,dst=/b", "type=BIND,src=/a,dst=/b,bind-propagation=RSLAVE", "=x,target=/b",
]  # fmt: skip
NETWORKS = [
    "bridge", "host", "none", "default", "container:web", "container:", "mynet", "", " ", "name=mynet", "name=mynet,alias=web",
    "name=mynet,alias=web,alias=db,ip=10.0.0.5,ip6=fd00::5", "name=mynet,driver-opt=a=b", "name=mynet,driver-opt=a", "alias=web",
    "name=mynet,mac-address=92:d0:c6:0a:29:33", "name=mynet,mac-address=foo", "name=mynet,link-local-ip=169.254.1.1",
    "name=mynet,gw-priority=5", "name=mynet,gw-priority=x", "name=host,alias=a", "name=,alias=a", "name=mynet,foo=bar", "name=mynet,foo",
    "NAME=MyNet,Alias=Web", "name=mynet, alias=web", "name=mynet,driver-opt==b", '"name=a"', 'name=a,"driver-opt=x=1,y=2"', "a=b", "a=",
    "=a", "name=mynet,", "My Net", "ns:/x", "name=bridge,ip=172.17.0.9",
]  # fmt: skip
PORTS = [
    "80", "80:80", "8080:80/tcp", "8080:80/udp", "8080:80/sctp", "80/foo", "80/", "80/TCP", "/tcp", "127.0.0.1:80:80", "127.0.0.1::80",
    "127.0.0.1:80", "localhost:80:80", "[::1]:80:80", "::1:80:80", "[::1]::80", "[::1:80:80", "80-90:80-90", "80-90:80", "80-90:80-85",
    "80:80-90", "90-80:80", "80:90-80", "a:80", "80:a", ":80", "80:", ":", "::", "", " ", "65535", "65536", "0", "-1", "80:80:80",
    "1:2:3:4", "0.0.0.0:53:53/udp", "1.2.3.4:8080-8082:80-82/tcp", "published=8080,target=80", "target=80", "published=8080",
    "mode=host,target=80,published=80", "target=80,protocol=udp", "target=80,protocol=foo", "target=80,mode=foo", "target=x", "target=80,foo=1",
    "target=80,foo", "published=1-3,target=1-3", "80=80", "=80", "80,443", "80:80,443:443", "80 :80", " 80:80", "0x50:80", "+80", "256.1.1.1:1:1",
    "*:80:80", "http", "80:80/tcp/udp", "8080:80/tcp,udp", "127.0.0.1:8080:80/tcp", "$PORT:80", "80:80:", "1.2.3.4:-1:80", "080:080",
]  # fmt: skip
VOLUMES = [
    "/data", "data:/data", "/a:/b", "/a:/b:ro", "/a:/b:rw,z", "/a:/b:foo", "./a:/b", "../a:/b", "~/a:/b", "a", "a:b", "a:b:c:d", "/a:/b:ro:x",
    ":", "::", ":/b", "/a:", "/a::ro", "", " ", "c:\\a:/b", "C:/a:/b", "c:/x", "/a:b", "/a:/b:", "/a:/b:nocopy", "data:/data:cached",
    "/a/../b:/c", "$(pwd):/app", "$PWD:/app", "/a b:/c", "x:y:z", "ab:c:d:e", "a:/b:c:d:e", "/var/run/docker.sock:/var/run/docker.sock", "é:/x",
]  # fmt: skip
IMAGES = [
    "nginx", "nginx:latest", "nginx:1.27-alpine", "library/nginx", "docker.io/library/nginx", "localhost:5000/a/b:1", "Nginx", "nginx:", ":latest",
    "nginx:la test", "a/b/c/d", "ghcr.io/owner/img@sha256:" + "a" * 64, "nginx@sha256:" + "a" * 63, "nginx@sha256:" + "A" * 64, "a" * 64,
    "a" * 12, "sha256:" + "b" * 64, "a:b:c", "a/b:c/d", "UPPER.io/x", "Upper/x", "foo/Bar", "-nginx", "nginx-", "_x", "a__b", "a___b", "a..b",
    "a.b", "a--b", "a.-b", "http://x/y", "https://x.io/y", "registry.example.com:5000/team/app:v1.2", "registry:port/x", "x:" + "t" * 128,
    "x:" + "t" * 129, "", " ", "a b", "nginx:latest:", "nginx::1", "nginx:-x", "nginx:.x", "nginx:_x", "[::1]:5000/x", "é", "a@b", "a@sha256:",
    "x@md5:" + "a" * 32, "x:tag@sha256:" + "c" * 64, "localhost/x", "LOCALHOST/x", "index.docker.io/x", "docker.io/x/y", "a" * 256, "a/" * 3 + "b",
    "x.y/z:1", "127.0.0.1:5000/x", "<image>", "IMAGE", "[image]", "image:[tag]", "$IMAGE", "my_image", "my.image:1.0", "repo/img:v1_2.3-4", "scratch",
    "@sha256:" + "a" * 64, "sha256:" + "A" * 64, "nginx@sha512:" + "a" * 128, "user/repo:", "host:/x", "test:5000/repo", "test:5000/Uppercase/repo",
]  # fmt: skip
PLATFORMS = [
    "linux/amd64", "linux", "amd64", "arm64", "linux/arm/v7", "linux/arm64/v8", "windows", "windows/amd64", "windows(10.0.17763)/amd64", "macos",
    "darwin/arm64", "foo", "foo/bar", "foo/bar/baz", "a/b/c/d", "a/b/c/d/e", "", " ", "linux/", "/amd64", "*", "linux/*", "Linux/AMD64", "x86_64",
    "aarch64", "armhf", "arm", "linux//v7", "linux/amd64,linux/arm64", "linux/am d64", "win(/x", "<invalid>", "386", "riscv64", "linux/é", "i386",
]  # fmt: skip
TEMPLATES = [
    "{{.ID}}", "{{json .}}", "json", "table", "table {{.ID}}\\t{{.Names}}", "{{.Nope}}", "{{", "}}", "{{.ID", "{{.ID}", "{{ .ID }}: {{ .Names }}",
    "{{range .Ports}}{{.}}{{end}}", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", "{{if .ID}}x{{end}}", "{{if .ID}}x",
    "{{end}}", "{{foo .ID}}", '{{index .Config.Labels "a"}}', '{{index .Labels "a"}}', '{{.Label "a"}}', "{{.Label}}", '{{split .Image ":"}}',
    '{{join .Names ","}}', "{{upper .ID}}", "{{.ID | upper}}", "{{.ID | json}}", "{{json .Mounts}}", "{{len .Ports}}", "{{.State.Pid}}",
    "{{printf \"%s\" .ID}}", "{{printf}}", "{{.ID.x}}", "{{..}}", "{{.}}", "{{$x}}", "{{$x := .ID}}{{$x}}", "{{/* c */}}", "{{- .ID -}}",
    "{{with .ID}}{{.}}{{end}}", "{{else}}", "{{if}}x{{end}}", "{{template \"x\"}}", "{{define \"x\"}}a{{end}}", "{{println .ID}}", "{{'a'}}",
    "{{\"a}}", "{{`a`}}", "{{1}}", "{{.ID 1}}", "{{and .ID .Names}}", "{{eq .ID \"x\"}}", "{{not}}", "{{(.ID)}}", "{{(.ID}}", "{{.ID)}}", "{{,}}",
    "{{.Status}} {{.Size}} {{.CreatedAt}}", "{{title .Image}}", "{{pad .ID 1 2}}", "{{truncate .ID 4}}", "{{lower}}", "", " ", "raw", "pretty",
    "{{.Actor.ID}} {{.Action}}", "{{.Time}}", "{{.Type}} {{.Scope}}", "table {{.Foo}}", "{{nil}}", "{{true}}", "{{break}}", "{{range}}{{end}}",
    "{{json .Config.Env}}", "{{.HostConfig.RestartPolicy.Name}}", "{{.Client.Version}}", "{{.Server.Version}}", "{{\n.ID}}", "{{.ID}}{{", "%s",
]  # fmt: skip

BY_TYPE: dict[str, list[str]] = {
    "bool": BOOLS, "int": NUMBERS, "int64": NUMBERS, "uint": NUMBERS, "uint16": NUMBERS, "uint32": NUMBERS, "uint64": NUMBERS,
    "bytes": SIZES, "decimal": DECIMALS, "duration": DURATIONS, "float": FLOATS, "filter": FILTERS, "list": LISTS, "map": LISTS,
    "stringSlice": CSVS, "stringToString": ["host=tcp://a", "a", "a=b,c=d", "a=b,c", "", '"a=b"', "=", "from=default"], "ulimit": ULIMITS,
    "mount": MOUNTS, "network": NETWORKS, "port": PORTS, "string": ["a", "", " ", "a b", "-x", "--", "foo", "é", "a=b"],
    "stringArray": LISTS, "ipNetSlice": ["10.0.0.0/8", "foo", "10.0.0.0/8,11.0.0.0/8", "10.0.0.1/33", "::/0", "", "10.0.0.0", "10.0.0.0/08"],
    "gpu-request": [
        "all", "1", "0", "-1", "device=0", '"device=0,1"', "device=0,1", "capabilities=utility", "foo", "count=all", "count=x", "all,all", "",
        "driver=nvidia,count=2", "options=a=b", '"options=a,b"', "foo=bar", "all,capabilities=gpu", "2,count=3", '"capabilities=a,b",count=1', "ALL",
    ],
    "secret": [
        "a", "source=a", "source=a,target=b,uid=1,gid=1,mode=0400", "src=a", "target=b", "source=a,mode=x", "source=a,foo=b", "a,b", "", ",", "=",
        "source=", "SOURCE=a", "source=a,mode=0o400", "source=a,target", '"a"', '"a', "source=a,mode=99999999999",
    ],
    "config": [
        "a", "source=a", "source=a,target=b,uid=1,gid=1,mode=0400", "target=b", "source=a,mode=x", "source=a,foo=b", "a,b", "", "=", "src=a,mode=-1",
    ],
    "pref": ["spread=node.labels.x", "spread", "foo=bar", "=x", "spread=", "", "SPREAD=x"],
    "command": ["a b", "a 'b", 'a "b', "a \\", "", "#x", "a #b", "'a b' c", '"a\\"b"', "a\\ b"],
    "external-ca": [
        "protocol=cfssl,url=https://a", "protocol=cfssl", "url=a", "protocol=foo,url=a", "a", "", "protocol=CFSSL,url=a,x=y", "=", 'a"b',
    ],
    "node-addr": ["0.0.0.0:2377", "eth0", "eth0:2377", "1.2.3.4", ":2377", "", "a:b", "tcp://a", "udp://a", "[::1]:1", "a/b", "a b", "a%zz", "[::1", "a:1:2", "tcp://"],
    "credential-spec": ["config://a", "file://a", "registry://a", "foo", "", "config://", "http://a"],
    "pem-file": [],
}  # fmt: skip

BY_NAME: dict[str, list[str]] = {
    "publish": PORTS, "publish-add": PORTS, "publish-rm": PORTS, "volume": VOLUMES, "platform": PLATFORMS, "format": TEMPLATES,
    "expose": ["80", "80-90", "80/udp", "80/foo", "90-80", "a", "", "80:80", "80/", "/", "80-", "-80", "80-90/tcp", "99999", "80-90-100", "0"],
    "restart": ["no", "always", "unless-stopped", "on-failure", "on-failure:3", "on-failure:x", "always:3", "foo", "foo:x", ":3", "", "no:5", "on-failure:", "on-failure:-1", "on-failure:1:2", "Always"],
    "pull": ["always", "missing", "never", "", "true", "Always", "foo"],
    "pid": ["host", "container:a", "container:", "private", "", "foo", "Host"],
    "uts": ["host", "", "private", "foo"], "userns": ["host", "", "private", "foo", "keep-id"], "cgroupns": ["host", "private", "", "foo"],
    "ipc": ["host", "none", "private", "shareable", "container:a", "foo", ""],
    "memory-swap": ["-1", "1g", "-2", "0", "", "x", "-1g", "unlimited"],
    "attach": ["stdin", "stdout", "STDERR", "foo", "", "stdin,stdout", "std"],
    "device": ["/dev/x", "/dev/x:/dev/y", "/dev/x:/dev/y:rwm", "/dev/x:rw", "/dev/x:/dev/y:foo", "", ":", "foo", "./x", "vendor.com/class=dev", "nvidia.com/gpu=all", "/dev/x:", "/dev/x::r", "a:b:c:d", "/dev/x:/y:r:w", "/dev/x:foo"],
    "device-cgroup-rule": ["c 1:3 mr", "a 7:* rwm", "c *:* rwm", "b 1:1 r", "d 1:1 r", "c 1:3 rwmx", "c 1:3", "c 1:3 rwmr", "", "c a:b r", "c  1:3 r", "c 1:3 x", "C 1:3 r"],
    "blkio-weight-device": ["/dev/sda:100", "/dev/sda:10", "/dev/sda:9", "/dev/sda:1000", "/dev/sda:1001", "/dev/sda:0", "/dev/sda", "sda:100", ":100", "/dev/sda:x", "", "/dev/sda:", "/dev/sda:1:2"],
    "device-read-bps": ["/dev/sda:1mb", "/dev/sda:1024", "/dev/sda", "sda:1", ":1", "/dev/sda:x", "/dev/sda:-1", "", "/dev/sda:1.5g", "/dev/sda:1kbps"],
    "device-write-bps": ["/dev/sda:1mb", "/dev/sda:x", "sda:1mb", "/dev/sda:0"],
    "device-read-iops": ["/dev/sda:1000", "/dev/sda:1k", "/dev/sda:-1", "/dev/sda", "sda:1", "", "/dev/sda:0x10"],
    "device-write-iops": ["/dev/sda:1000", "/dev/sda:x", "/dev/sda:18446744073709551616"],
    "sysctl": ["net.ipv4.ip_forward=1", "net.ipv4.ip_forward", "kernel.msgmax=1", "kernel.foo=1", "fs.mqueue.x=1", "foo", "", "=1", "net.=", "vm.swappiness=1", "net.a=b=c", "kernel.sem=250 1 2 3"],
    "link": ["a", "a:b", "a:b:c", "", ":", "/a:/b/c", "a:", ":b", " "],
    "dns": ["8.8.8.8", "::1", "foo", "", " 8.8.8.8 ", "8.8.8", "8.8.8.8.8", "1.2.3.256", "2001:db8::1", "8.8.8.8,1.1.1.1", "fe80::1%eth0", "::ffff:1.2.3.4", "1::2::3", "01.2.3.4"],
    "dns-add": ["8.8.8.8", "foo"], "dns-search-add": ["example.com", "a:b"],
    "dns-search": ["example.com", ".", "", "a.b.c.", "foo", "-foo", "foo-", "a_b", "foo.com:80", " foo ", "a..b", ".foo", "foo.", "1.2.3.4", "f" * 64 + ".com", "é.com", "foo.com.."],
    "add-host": ["a:1.2.3.4", "a=1.2.3.4", "a:::1", "a=[::1]", "a:[::1]", "a:host-gateway", "a", "a:", ":1.2.3.4", "a:foo", "", "a:1.2.3", "a=b=c", "a:b:1.2.3.4", "a:b=1.2.3.4", "a=host-gateway", "a:[]", "a:[1.2.3.4]"],
    "host": ["a:1.2.3.4", "a=1.2.3.4", "a", "a:b"], "host-add": ["a:1.2.3.4", "a", "a:x"], "host-rm": ["a:1.2.3.4", "a", ""],
    "mac-address": ["92:d0:c6:0a:29:33", "92-d0-c6-0a-29-33", "92d0.c60a.2933", "foo", "", "92:d0:c6:0a:29", "92:d0:c6:0a:29:zz", "92:D0:C6:0A:29:33", "02:42:ac:11:65:43:44:55", " 92:d0:c6:0a:29:33", "9:d:c:a:2:3"],
    "security-opt": ["no-new-privileges", "no-new-privileges:true", "no-new-privileges=false", "seccomp=unconfined", "seccomp:unconfined", "seccomp=builtin", "apparmor=unconfined", "label=disable", "label:user:x", "systempaths=unconfined", "foo", "foo=bar", "", "=", "=x", "x=", "label", "seccomp", "seccomp=", "label=", "no-new-privileges="],
    "storage-opt": ["size=10G", "size", "", "=", "a=b=c"], "log-opt": ["max-size=10m", "a", "", "=x", "a=b=c"],
    "log-driver": ["json-file", "none", "syslog", "foo", ""], "entrypoint": ["", "sh", "sh -c", "a 'b"],
    "gpus": [], "stop-signal": ["SIGTERM", "9", "foo", ""], "tmpfs": ["/t", "/t:size=1m", "", "t", "/t:foo", ":"],
    "env": ["A=1", "A", "=1", "", "A=", "a b=c", "A=b=c", "=", "A=1 2", "1=2", "-e", "é=1"], "env-add": ["A=1", "=1", "A", ""],
    "label": ["a=b", "a", "=b", "", "a b", " a=b", "a =b", "a=b c", "\ta=b", "a.b.c=d", "A", "=", "com.x/y=z", "a\tb=1"],
    "label-add": ["a=b", "a", "=b", "", "a b=c"], "container-label": ["a=b", "=b", "a b"], "container-label-add": ["a=b", "=b", "a b"],
    "label-rm": ["a", ""], "build-arg": ["A=1", "A", "=1", "", "A=b=c"], "tag": [*IMAGES], "volumes-from": ["a", "a:ro", "a:foo", "", ":ro"],
    "ip": ["10.0.0.5", "foo", "", "::1"], "ip6": ["fd00::5", "foo", ""], "link-local-ip": ["169.254.1.1", "foo", ""],
    "subnet": ["10.0.0.0/8", "10.1.0.0/16", "foo", "", "fd00::/64", "10.0.0.0/33", "10.0.0.0", "172.20.0.0/16,172.21.0.0/16", "10.0.0.5/8", "10.0.0.0/08", "::ffff:10.0.0.0/104"],
    "gateway": ["10.0.0.1", "foo", "", "11.0.0.1", "fd00::1"], "ip-range": ["10.1.0.0/16", "foo", "", "11.0.0.0/8", "10.1.0.0"],
    "aux-address": ["a=10.0.0.9", "a=11.0.0.9", "a", "", "=10.0.0.9", "a=foo"], "type": ["container", "image", "foo", "", "Container", "service", "task"],
    "since": ["10m", "2024-01-01", "2024-01-01T10:00:00", "2024-01-01T10:00:00Z", "foo", "0", "123", "1.5", "", "2024-1-1", "2024-01-32", "2024-02-30", "2024-01-01T25:00", "10", "-5m", "2024-01-01T10:00:00+02:00", "2024-01-01 10:00", "1e3", "now", "2024-01-01T10", "2024-01-01T10:00:00.5", "2024-01-01T10:00:00.5Z", "2024-00-10", "24-01-01", "2024-01-01T10:00:60", "2024-01-01T1:00", "2024/01/01", "2024-01-01T", "T", "2024-01-01T10:00Z", "2024-01-01T10Z", "2024-01-01T10:00:00-07:00", "5 minutes ago", "--x", "2024-01-01T10:00:00.", "2024-01-01Z", "2024-01-01+01:00", "2023-02-29"],
    "until": ["10m", "2024-01-01", "foo", "0", "", "2024-13-01", "24h", "yesterday"], "mode": ["replicated", "global", "replicated-job", "global-job", "foo", "", "host"],
    "availability": ["active", "pause", "drain", "foo", "", "Active"], "role": ["manager", "worker", "foo"],
    "restart-condition": ["none", "on-failure", "any", "foo", ""], "resolve-image": ["always", "changed", "never", "foo", ""],
    "endpoint-mode": ["vip", "dnsrr", "foo"], "update-order": ["start-first", "stop-first", "foo"], "update-failure-action": ["pause", "continue", "rollback", "foo"],
    "generic-resource": ["gpu=1", "gpu=x", "gpu", "", "=1", "a=1=2", "gpu=-1", " gpu = 1 "], "driver-opt": ["a=b", "a", "=b", "", "a=b,c=d", "a=b,c"],
    "compose-file": ["x.yml"], "orchestrator": ["swarm", "kubernetes", "all"], "isolation": ["default", "process", "foo"], "detach-keys": ["ctrl-p,ctrl-q", "foo", "", "a"],
    "signal": ["KILL", "9", "foo", ""], "progress": ["auto", "plain"], "file": ["Dockerfile", "-", "x/Dockerfile"], "name": ["web", "a b", "", "-x", "--", "a/b", "é"],
    "ca-cert": [], "ca-key": [], "key": [], "env-file": ["env.list"], "label-file": ["labels"], "cidfile": ["x.cid"], "docker": ["host=tcp://x", "foo", "", "a=b", "from=default"],
    "use-api-socket": [], "username": ["u", ""], "password": ["p", ""], "cert-expiry": ["2160h", "1", "x", "-1h"], "secret": [], "alias": ["a", "a,b", "", '"a'],
}  # fmt: skip

# What tests of value types feed in, for flags of every type.
ANY = [
    "", " ", "foo", "foo=bar", "a=b,c=d", "-5", "12", "1.5", "1g", "10s", "true", "no", "[::1]", "::1", "0:0:0:0:0:0:0:1", "127.0.0.1",
    "8080:80", "/dev/sda:1", "/dev/sda:-5", "type=bind,target=/x", "file://x.json", "nofile=5", "spread=x", "too:much:of:it", "label=value  ",
    "host=tcp://x", '"', 'a"b', '"a"', "a,b", "--x", "-", "--", "$HOME", "a:b:c", "map[a:b]", "1/2", "0x1F", "1_0", "é", "name=web,ip=1.2.3.4",
    "/a:/b:ro", "spec://x", "protocol=tcp", "0", "net.ipv4.ip_forward=1", "c 1:3 rwm", "linux/amd64", "[a b]", "{}", "%s", "\\", "a\nb",
]  # fmt: skip

"""Values as docker reads them, and docker's words where it refuses them."""

from __future__ import annotations

import pytest

from commands.opts.address import cidr, ip_number, is_mac
from commands.opts.constraint import Constraint
from commands.opts.cpus import NanoCPUs
from commands.opts.csvline import CsvError, read_record
from commands.opts.device import DeviceMapping, is_cdi_name
from commands.opts.duration import Duration
from commands.opts.gonum import atoi, parse_bool, parse_float, parse_int, parse_uint
from commands.opts.healthcheck import Healthcheck
from commands.opts.memory import MemBytes, MemSwapBytes, bytes_size, ram_in_bytes
from commands.opts.mount import Mount
from commands.opts.name import ContainerName
from commands.opts.network import NetworkAttachment
from commands.opts.platform import Platform
from commands.opts.port import PortSpec, PublishedPort, short_form
from commands.opts.reference import ImageReference, any_reference
from commands.opts.registry import parse_value
from commands.opts.restart import RestartPolicy
from commands.opts.signals import Signal
from commands.opts.timestamp import Timestamp
from commands.opts.updatepolicy import UpdatePolicy
from commands.opts.volume import VolumeSpec
from commands.spec.load import command


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", 5), ("+5", 5), ("-1", -1), ("0x10", 16), ("010", 8), ("0o17", 15), ("0b11", 3), ("1_000", 1000), ("0_7", 7), ("0", 0)],
)
def test_integers_have_gos_bases(text: str, value: int) -> None:
    assert parse_int(text) == value


@pytest.mark.parametrize("text", ["", "_1", "1_", "1__0", "08", "0x", "1.5", "1e3", " 1", "abc", "--1", "0b2"])
def test_what_go_reads_as_no_integer(text: str) -> None:
    with pytest.raises(ValueError, match=r"strconv.ParseInt: parsing .* invalid syntax"):
        parse_int(text)


def test_integers_have_a_size() -> None:
    with pytest.raises(ValueError, match=r'strconv.ParseUint: parsing "65536": value out of range'):
        parse_uint("65536", 0, 16)
    with pytest.raises(ValueError, match=r"value out of range"):
        parse_int("9223372036854775808")
    assert parse_int("-9223372036854775808") == -(2**63)
    with pytest.raises(ValueError, match=r'strconv.Atoi: parsing "0x1": invalid syntax'):
        atoi("0x1")
    with pytest.raises(ValueError, match=r'parsing "-1": invalid syntax'):
        parse_uint("-1")


def test_booleans_are_twelve_words() -> None:
    assert [parse_bool(word) for word in ("1", "t", "T", "TRUE", "true", "True")] == [True] * 6
    assert [parse_bool(word) for word in ("0", "f", "F", "FALSE", "false", "False")] == [False] * 6
    with pytest.raises(ValueError, match=r'strconv.ParseBool: parsing "yes": invalid syntax'):
        parse_bool("yes")


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.5", 1.5), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("0x1p-2", 0.25), ("1_0.5", 10.5), ("inf", float("inf"))],
)
def test_floats(text: str, value: float) -> None:
    assert parse_float(text) == value


@pytest.mark.parametrize("text", ["", ".", "1e", "0x1", "1__0", "1,5", "e5", "١"])
def test_what_go_reads_as_no_float(text: str) -> None:
    with pytest.raises(ValueError, match=r"strconv.ParseFloat"):
        parse_float(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("512m", 512 << 20),
        ("1g", 1 << 30),
        ("1GiB", 1 << 30),
        ("1.5g", 3 << 29),
        ("64MB", 64 << 20),
        ("1 g", 1 << 30),
        ("100", 100),
        ("1e3", 1000),
        ("5b", 5),
    ],
)
def test_sizes(text: str, value: int) -> None:
    assert ram_in_bytes(text) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("abc", "invalid size: 'abc'"),
        ("-1", "invalid size: '-1'"),
        ("1x", "invalid suffix: 'x'"),
        ("1gigs", "invalid suffix: 'gigs'"),
        ("1.2.3g", 'strconv.ParseFloat: parsing "1.2.3": invalid syntax'),
        ("", "invalid size: ''"),
        ("1ib", "invalid suffix: 'ib'"),
    ],
)
def test_what_is_no_size(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        MemBytes.parse(text)
    assert str(caught.value) == message


def test_sizes_print_short() -> None:
    assert str(MemBytes.parse("1024m")) == "1g"
    assert str(MemBytes.parse("1500k")) == "1500k"
    assert str(MemSwapBytes.parse("-1")) == "-1"
    assert bytes_size(1536) == "1.5KiB"


@pytest.mark.parametrize(
    ("text", "count"),
    [("1.5", 1_500_000_000), ("1/2", 500_000_000), ("1e-1", 100_000_000), ("0x10", 16_000_000_000), ("-1", -1_000_000_000)],
)
def test_cpus(text: str, count: int) -> None:
    assert NanoCPUs.parse(text).count == count


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1.0000000001", "value is too precise"),
        ("1/3", "value is too precise"),
        ("abc", "failed to parse abc as a rational number"),
        ("1/0", "failed to parse 1/0 as a rational number"),
    ],
)
def test_what_are_no_cpus(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        NanoCPUs.parse(text)
    assert str(caught.value) == message


def test_a_huge_exponent_costs_nothing() -> None:
    with pytest.raises(ValueError, match=r"rational number"):
        NanoCPUs.parse("1e999999999")
    with pytest.raises(ValueError, match=r"value out of range"):
        ram_in_bytes("1e400")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("90s", "1m30s"),
        ("1.5h", "1h30m0s"),
        ("500ms", "500ms"),
        ("1us", "1µs"),
        ("0", "0s"),
        ("-5s", "-5s"),
        ("1h1h", "2h0m0s"),
        (".5s", "500ms"),
    ],
)
def test_durations(text: str, printed: str) -> None:
    assert str(Duration.parse(text)) == printed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("5", 'time: missing unit in duration "5"'),
        ("", 'time: invalid duration ""'),
        ("1d", 'time: unknown unit "d" in duration "1d"'),
        ("9999999h", 'time: invalid duration "9999999h"'),
        ("é", 'time: invalid duration "\\xc3\\xa9"'),
    ],
)
def test_what_is_no_duration(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        Duration.parse(text)
    assert str(caught.value) == message


def test_records_of_commas() -> None:
    assert read_record('a,"b,c",d') == ["a", "b,c", "d"]
    assert read_record('"a""b"') == ['a"b']
    with pytest.raises(CsvError, match=r"EOF"):
        read_record("")
    with pytest.raises(CsvError, match=r'line 1, column 2: bare " in non-quoted-field'):
        read_record('a"b')
    with pytest.raises(CsvError, match=r'extraneous or missing " in quoted-field'):
        read_record('"a"b')


def test_addresses() -> None:
    assert ip_number("10.0.0.1") == (4, 10 << 24 | 1)
    assert ip_number("::ffff:10.0.0.1") == (4, 10 << 24 | 1)
    assert ip_number("fe80::1") is not None
    for text in ("10.0.0", "10.0.0.256", "01.2.3.4", "1::2::3", "fe80::1%eth0", "12345::", ":1", "1:2:3:4:5:6:7"):
        assert ip_number(text) is None
    assert cidr("10.1.2.3/8") == (4, 10 << 24, 8)
    assert cidr("10.0.0.0/33") is None
    assert is_mac("92-d0-c6-0a-29-33") and not is_mac("92:d0:c6:0a:29")


def test_ports() -> None:
    spec = PortSpec.parse("[::1]:8080-8082:80-82/udp")
    assert (spec.ip, spec.host, spec.container, spec.protocol) == ("::1", (8080, 8082), (80, 82), "udp")
    assert PortSpec.parse("127.0.0.1::80").host == (0, 0)
    assert short_form("target=80,published=8080,protocol=udp") == "8080:80/udp"
    published = PublishedPort.parse("published=8080,target=80,mode=host")
    assert (published.mode, published.target, published.published) == ("host", (80, 80), (8080, 8080))
    for text, message in [
        ("1.2.3.4:80", "invalid hostPort: 1.2.3.4"),
        ("80/x", "invalid proto: x"),
        ("80:", "no port specified: 80:<empty>"),
        ("80-90:80-85", "invalid ranges specified for container and host Ports: 80-85 and 80-90"),
        ("a:b:1:2", "invalid IP address: a:b"),
    ]:
        with pytest.raises(ValueError) as caught:
            PortSpec.parse(text)
        assert str(caught.value) == message


def test_mounts() -> None:
    mount = Mount.parse("type=bind,src=/a,dst=/b,ro,bind-propagation=shared")
    assert (mount.type, mount.source, mount.target, mount.readonly) == ("bind", "/a", "/b", True)
    assert mount.option("bind-propagation") == "shared"
    with pytest.raises(ValueError, match=r"cannot mix 'volume-\*' options with mount type 'bind'"):
        Mount.parse("type=bind,source=/a,target=/b,volume-nocopy")
    with pytest.raises(ValueError, match=r"unexpected key 'foo' in 'foo=1'"):
        Mount.parse("target=/a,foo=1")


def test_networks() -> None:
    network = NetworkAttachment.parse("name=web,alias=db,ip=10.0.0.5,driver-opt=a=b,gw-priority=2")
    assert (network.target, network.aliases, network.ip, network.driver_opts, network.gw_priority) == (
        "web",
        ("db",),
        "10.0.0.5",
        (("a", "b"),),
        2,
    )
    assert network.user_defined and not NetworkAttachment.parse("container:x").user_defined
    assert str(NetworkAttachment.parse("web")) == "web"


def test_references() -> None:
    reference = ImageReference.parse("nginx:1.27")
    assert (reference.name, str(reference), reference.tag) == ("docker.io/library/nginx", "nginx:1.27", "1.27")
    assert str(ImageReference.parse("ghcr.io/a/b").tagged()) == "ghcr.io/a/b:latest"
    assert ImageReference.parse("docker.io/library/nginx").familiar_name == "nginx"
    assert ImageReference.parse("localhost/x").domain == "localhost"
    assert any_reference("a" * 64) == "sha256:" + "a" * 64
    for text, message in [
        ("Nginx", "invalid reference format: repository name (library/Nginx) must be lowercase"),
        ("a:b:c", "invalid reference format"),
        ("", "invalid reference format"),
        ("x@md5:" + "a" * 32, "unsupported digest algorithm"),
        ("x@sha256:" + "a" * 32, "invalid checksum digest length"),
    ]:
        with pytest.raises(ValueError) as caught:
            ImageReference.parse(text)
        assert str(caught.value) == message


def test_platforms() -> None:
    assert str(Platform.parse("x86_64")) == "linux/amd64"
    assert str(Platform.parse("Linux/AARCH64")) == "linux/arm64"
    assert str(Platform.parse("windows(10.0.17763)/amd64")) == "windows(10.0.17763)/amd64"
    with pytest.raises(ValueError, match=r'"foo": unknown operating system or architecture: invalid argument'):
        Platform.parse("foo")


def test_volumes_devices_and_restart_policies() -> None:
    volume = VolumeSpec.parse("data:/data:ro,z")
    assert (volume.kind, volume.source, volume.target, volume.readonly) == ("volume", "data", "/data", True)
    assert VolumeSpec.parse("./a:/b").kind == "bind" and VolumeSpec.parse("c:\\a:/b").source == "c:\\a"
    with pytest.raises(ValueError, match=r"invalid spec: :/b: empty section between colons"):
        VolumeSpec.parse(":/b")
    assert DeviceMapping.parse("/dev/x:rw") == DeviceMapping("/dev/x", "/dev/x", "rw")
    assert is_cdi_name("nvidia.com/gpu=all") and not is_cdi_name("/dev/x")
    assert RestartPolicy.parse("on-failure:3").max_retries == 3 and RestartPolicy.parse("no").is_none


@pytest.mark.parametrize(
    "text",
    ["10m", "2024-01-01", "2024-01-01T10:00:00Z", "2024-01-01T10", "123.5", "-5m", "2024-02-29", "2024-01-01T10:00:00+02:00"],
)
def test_times(text: str) -> None:
    assert str(Timestamp.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("foo", 'failed to parse value as time or duration: "foo"'),
        ("2024-13-01", 'parsing time "2024-13-01": month out of range'),
        ("2023-02-29", 'parsing time "2023-02-29": day out of range'),
        ("2024-01-01 10:00", 'parsing time "2024-01-01 10:00": extra text: " 10:00"'),
        ("2024-1-1", 'parsing time "2024-1-1" as "2006-01-02": cannot parse "1-1" as "01"'),
    ],
)
def test_what_is_no_time(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        Timestamp.parse(text)
    assert str(caught.value) == message


def test_the_same_flag_differs_by_command() -> None:
    run, create = command("container run"), command("service create")
    sysctl, of_service = run.flag("sysctl"), create.flag("sysctl")
    assert sysctl and of_service
    with pytest.raises(ValueError, match=r"sysctl 'foo' is not allowed"):
        parse_value(run, sysctl, "foo")
    assert parse_value(create, of_service, "foo") == "foo"


def test_signals_names_and_constraints() -> None:
    assert Signal.parse("sigterm") == Signal.parse("TERM") == Signal.parse("15") == Signal(15)
    assert str(Signal.parse("9")) == "SIGKILL" and str(Signal.parse("SIGRTMIN+3")) == "SIGRTMIN+3"
    with pytest.raises(ValueError, match="invalid signal: FOO"):
        Signal.parse("FOO")
    assert str(ContainerName.parse("/web.1")) == "web.1"
    with pytest.raises(ValueError, match=r"Invalid container name \(a b\), only"):
        ContainerName.parse("a b")
    assert Constraint.parse("node.role == manager") == Constraint("node.role", "==", "manager")
    with pytest.raises(ValueError, match="constraint expected one operator from ==, !="):
        Constraint.parse("node.role=manager")


def test_flags_that_are_read_together() -> None:
    check = Healthcheck.parse("--health-cmd 'curl -f localhost' --health-interval 30s --health-retries 3")
    assert (check.command, check.interval.seconds, check.retries) == ("curl -f localhost", 30.0, 3)
    assert Healthcheck.parse(str(check)) == check
    with pytest.raises(ValueError, match="--no-healthcheck conflicts with --health-"):
        Healthcheck.parse("--no-healthcheck --health-cmd x")
    with pytest.raises(ValueError, match="--health-start-period cannot be negative"):
        Healthcheck.parse("--health-start-period -5s")
    policy = UpdatePolicy.parse("--rollback-delay 10s --rollback-parallelism 2 --rollback-order stop-first")
    assert (policy.kind, policy.parallelism, str(policy.delay), policy.order) == ("rollback", 2, "10s", "stop-first")
    assert UpdatePolicy.parse(str(policy)) == policy

"""Values that pflag itself splits at commas, and its addresses.

Mirrors spf13/pflag: string_slice.go, string_to_string.go, ip.go, ip_slice.go and ipnet_slice.go.
"""

from __future__ import annotations

from commands.opts.address import cidr, is_ip
from commands.opts.csvline import read_record
from commands.opts.gonum import quoted


def string_slice(text: str) -> tuple[str, ...]:
    """`a,b,"c,d"` → its fields; empty text has none."""
    return tuple(read_record(text)) if text else ()


def string_to_string(text: str) -> tuple[str, ...]:
    """`a=1,b=2` → its entries; ValueError where one has no `=`."""
    pairs = [text.strip('"')] if text.count("=") == 1 else read_record(text) if "=" in text else [text]
    for pair in pairs:
        if "=" not in pair:
            raise ValueError(f"{pair} must be formatted as key=value")
    return tuple(pairs)


def ip(text: str) -> str:
    """One address; empty text stands for none."""
    plain = text.strip()
    if text and not is_ip(plain):
        raise ValueError(f"failed to parse IP: {quoted(text)}")
    return plain


def ip_slice(text: str) -> tuple[str, ...]:
    """Addresses between commas."""
    fields = [field.strip() for field in string_slice(text.replace('"', "").replace("'", "").replace("`", ""))]
    for field in fields:
        if not is_ip(field):
            raise ValueError(f"invalid string being converted to IP address: {field}")
    return tuple(fields)


def ip_net_slice(text: str) -> tuple[str, ...]:
    """Networks between commas, such as `10.0.0.0/8`."""
    fields = [field.strip() for field in string_slice(text.replace('"', "").replace("'", "").replace("`", ""))]
    for field in fields:
        if cidr(field) is None:
            raise ValueError(f"invalid string being converted to CIDR: {field}")
    return tuple(fields)

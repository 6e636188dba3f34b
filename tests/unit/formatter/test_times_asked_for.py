"""`--since` and `--until`: what is sent, and docker's words for what is not a time."""

from __future__ import annotations

import pytest

from commands.formatter.timestamps import timestamp

NOW = 1_700_000_000.5


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("10m", "1699999400"),
        ("1h30m", "1699994600"),
        ("0", "0"),
        ("1700000000", "1700000000"),
        ("1700000000.25", "1700000000.25"),
        ("2023-11-14", "1699920000.000000000"),
        ("2023-11-14T10", "1699956000.000000000"),
        ("2023-11-14T10:30", "1699957800.000000000"),
        ("2023-11-14T10:30:01", "1699957801.000000000"),
        ("2023-11-14T10:30:01.5", "1699957801.500000000"),
        ("2023-11-14T10:30:01Z", "1699957801.000000000"),
        ("2023-11-14T10:30:01+01:00", "1699954201.000000000"),
        ("2023-11-14T10:30:01.123456789-02:30", "1699966801.123456789"),
        ("2023-11-14Z", "1699920000.000000000"),
    ],
)
def test_what_is_sent(text: str, sent: str) -> None:
    assert timestamp(text, NOW) == sent


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("soon", 'failed to parse value as time or duration: "soon"'),
        ("1x", 'failed to parse value as time or duration: "1x"'),
        ("2023-13-01", 'parsing time "2023-13-01": month out of range'),
        ("2023-02-30", 'parsing time "2023-02-30": day out of range'),
        ("2023-1-1", 'parsing time "2023-1-1" as "2006-01-02": cannot parse "1-1" as "01"'),
    ],
)
def test_what_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError) as caught:
        timestamp(text, NOW)
    assert str(caught.value) == words

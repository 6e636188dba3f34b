"""Counters and clocks for `/metrics`, in Prometheus's form. No names, ids or texts of people are in them."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30, 60)

REQUESTS = Counter("dockwise_requests", "What people asked, by surface", ["surface"], registry=REGISTRY)
ANSWERS = Counter("dockwise_answers", "Answers, by kind of reply", ["kind"], registry=REGISTRY)
DUPLICATES = Counter("dockwise_duplicates", "Deliveries that had been taken up before", registry=REGISTRY)
NOT_ANSWERING = Gauge("dockwise_not_answering", "1 while every delivery is taken for a duplicate", registry=REGISTRY)
BUSY = Counter("dockwise_busy", "Requests turned away because a lane was full", registry=REGISTRY)
RATE_LIMITED = Counter("dockwise_rate_limited", "Answers 429 from Slack", registry=REGISTRY)
FALLBACKS = Counter(
    "dockwise_fallbacks", "Refusals of Slack's that another way was found for, by Slack's code", ["code"], registry=REGISTRY
)
UNDELIVERED = Counter("dockwise_undelivered", "Answers that reached nobody", registry=REGISTRY)
DROPPED = Counter("dockwise_connections_dropped", "Connections ended before their request was whole", ["why"], registry=REGISTRY)
UNWELCOME = Counter("dockwise_http_refused", "Requests refused before Bolt saw them, by status", ["status"], registry=REGISTRY)
ERRORS = Counter("dockwise_internal_errors", "Unexpected errors", registry=REGISTRY)
ANSWER_SECONDS = Histogram("dockwise_answer_seconds", "From the request to its first answer", buckets=BUCKETS, registry=REGISTRY)
ACK_SECONDS = Histogram("dockwise_ack_seconds", "From the delivery to its acknowledgement", buckets=BUCKETS, registry=REGISTRY)
RUNNING = Gauge("dockwise_running", "Jobs that run, by lane", ["lane"], registry=REGISTRY)
WAITING = Gauge("dockwise_waiting", "Jobs that wait, by lane", ["lane"], registry=REGISTRY)
LIVE = Gauge("dockwise_live", "Messages that update by themselves", registry=REGISTRY)
CONNECTED = Gauge("dockwise_connected", "1 while Socket Mode is connected, or the web server serves", registry=REGISTRY)


def page() -> bytes:
    """What `/metrics` answers."""
    return bytes(generate_latest(REGISTRY))

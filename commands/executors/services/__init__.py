"""The flags of `service create` and `service update` as the specification that a swarm keeps."""

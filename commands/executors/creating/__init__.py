"""The flags of `run` and `create` as the body of the request that makes a container."""

"""From what a container is back to the flags that would make it: the inverse of `executors.creating`."""

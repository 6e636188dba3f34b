"""Names in natural order: `web2` before `web10`.

Mirrors fvbommel/sortorder natsort.go.
"""

from __future__ import annotations

from functools import cmp_to_key


def less(first: str, second: str) -> bool:
    """NaturalLess: runs of digits compare as numbers; leading zeros decide where the numbers are equal."""
    one, two = first, second
    a = b = 0
    while a < len(one) and b < len(two):
        c1, c2 = one[a], two[b]
        d1, d2 = "0" <= c1 <= "9", "0" <= c2 <= "9"
        if d1 != d2:
            return d1
        if not d1:
            if c1 != c2:
                return c1.encode() < c2.encode()
            a, b = a + 1, b + 1
            continue
        start_a, start_b = a, b
        while a < len(one) and one[a] == "0":
            a += 1
        while b < len(two) and two[b] == "0":
            b += 1
        first_a, first_b = a, b
        while a < len(one) and "0" <= one[a] <= "9":
            a += 1
        while b < len(two) and "0" <= two[b] <= "9":
            b += 1
        if a - first_a != b - first_b:
            return a - first_a < b - first_b
        if one[first_a:a] != two[first_b:b]:
            return one[first_a:a] < two[first_b:b]
        if first_a - start_a != first_b - start_b:
            return first_a - start_a < first_b - start_b
    return len(one) - a < len(two) - b


def _compare(first: str, second: str) -> int:
    return -1 if less(first, second) else 1 if less(second, first) else 0


key = cmp_to_key(_compare)

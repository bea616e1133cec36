#!/usr/bin/env python3
"""Writes trees.json: roots and proofs by the recursive definitions of RFC 6962 2.1, independent of crypto/merkle.ts.

The first tree has the eight leaves of Google's certificate-transparency reference tests.
"""
import hashlib
import json
import pathlib


def sha256(data):
    return hashlib.sha256(data).digest()


def split(leaves):
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return leaves[:k], leaves[k:]


def mth(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0])
    left, right = split(leaves)
    return sha256(b"\1" + mth(left) + mth(right))


def path(m, leaves):
    if len(leaves) == 1:
        return []
    left, right = split(leaves)
    if m < len(left):
        return path(m, left) + [mth(right)]
    return path(m - len(left), right) + [mth(left)]


def subproof(m, leaves, known):
    if m == len(leaves):
        return [] if known else [mth(leaves)]
    left, right = split(leaves)
    if m <= len(left):
        return subproof(m, left, known) + [mth(right)]
    return subproof(m - len(left), right, False) + [mth(left)]


def tree(name, leaves):
    hexes = lambda hashes: [h.hex() for h in hashes]
    n = len(leaves)
    return {
        "name": name,
        "leaves": hexes(leaves),
        "roots": hexes(mth(leaves[:i]) for i in range(n + 1)),
        "inclusion": [{"index": i, "size": s, "proof": hexes(path(i, leaves[:s]))}
                      for s in range(1, n + 1) for i in range(s)],
        "consistency": [{"oldSize": m, "newSize": s, "proof": hexes(subproof(m, leaves[:s], True))}
                        for s in range(1, n + 1) for m in range(1, s + 1)],
    }


REFERENCE = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
trees = [
    tree("certificate-transparency reference leaves", [bytes.fromhex(leaf) for leaf in REFERENCE]),
    tree("11 leaves of text", [f"leaf {i}".encode() for i in range(11)]),
]
text = json.dumps(trees, indent=None, separators=(",", ":")) + "\n"
pathlib.Path(__file__).with_name("trees.json").write_text(text)

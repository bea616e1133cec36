"""The transparency log: the Merkle tree and its proofs (RFC 6962 2.1), signed notes, checkpoints and cosignatures (C2SP)."""
import base64
import functools
import hashlib
import re
import struct
import unicodedata

from .cms import file_of, openssl, pem
from .forms import b64, need

ED25519 = bytes.fromhex("302a300506032b6570032100")


def below(size):
    """The largest power of two that is smaller than the size."""
    return 1 << (size - 1).bit_length() - 1


class Tree:
    def __init__(self, lines):
        self.hashes = [hashlib.sha256(b"\0" + line).digest() for line in lines]
        self.root = functools.lru_cache(maxsize=None)(self.root)

    def root(self, start, end):
        if end - start < 2:
            return self.hashes[start] if end > start else hashlib.sha256(b"").digest()
        middle = start + below(end - start)
        return hashlib.sha256(b"\1" + self.root(start, middle) + self.root(middle, end)).digest()

    def inclusion(self, index, start, end):
        """PATH of RFC 6962 2.1.1: the one proof that there is."""
        if end - start == 1:
            return []
        middle = start + below(end - start)
        if index < middle:
            return [*self.inclusion(index, start, middle), self.root(middle, end)]
        return [*self.inclusion(index, middle, end), self.root(start, middle)]

    def consistency(self, size, start, end, whole=True):
        """PROOF of RFC 6962 2.1.2."""
        if size == end:
            return [] if whole else [self.root(start, end)]
        middle = start + below(end - start)
        if size <= middle:
            return [*self.consistency(size, start, middle, whole), self.root(middle, end)]
        return [*self.consistency(size, middle, end, False), self.root(start, middle)]


def exact_b64(text):
    raw = b64(text)
    need(base64.b64encode(raw).decode() == text, "base64")
    return raw


class Key:
    """Text form of an Ed25519 key: name+hash+base64(type || key); type 1: a log, type 4: a witness."""

    def __init__(self, text, kind):
        match = re.fullmatch(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{44})", text.strip())
        need(match, "verifier key")
        self.name, typed = match[1], exact_b64(match[3])
        self.id = hashlib.sha256(self.name.encode() + b"\n" + typed).digest()[:4]
        need(len(typed) == 33 and typed[0] == kind and self.id.hex() == match[2], "verifier key")
        self.file = file_of(pem("PUBLIC KEY", ED25519 + typed[1:]).encode())

    def requires(self, message, signature):
        good = openssl("pkeyutl", "-verify", "-pubin", "-inkey", self.file, "-rawin", "-in", file_of(message), "-sigfile", file_of(signature))
        need(good, f"signature of {self.name}")


def read_note(data):
    """(text, [(name, key id, signature)])"""
    note = data.decode("utf-8")
    need(len(note) <= 65_536 and "\n\n" in note and note[-1] == "\n" and not re.search(r"[\x00-\x09\x0b-\x1f]", note), "signed note")
    text, _, lines = note[:-1].rpartition("\n\n")
    signatures = []
    for line in lines.split("\n"):
        match = re.fullmatch(r"\u2014 ([^ +]+) (\S+)", line)
        need(match and not any(unicodedata.category(one)[0] == "Z" or one.isspace() for one in match[1]), "signature line")
        raw = exact_b64(match[2])
        need(len(raw) > 4, "signature line")
        signatures.append((match[1], raw[:4], raw[4:]))
    need(len(signatures) <= 64, "signed note")
    return text + "\n", signatures


def read_head(data, key):
    """(size, root) of a checkpoint that the log signed under its own name."""
    text, signatures = read_note(data)
    own = [signature for name, key_id, signature in signatures if (name, key_id) == (key.name, key.id)]
    need(own, "not signed by the log")
    for signature in own:
        key.requires(text.encode(), signature)
    origin, size, root, *more = text[:-1].split("\n")
    need(origin == key.name and re.fullmatch(r"0|[1-9][0-9]{0,15}", size) and "" not in more, "checkpoint")
    need(len(exact_b64(root)) == 32 and int(size) < 2 ** 53, "checkpoint")
    return int(size), b64(root)


def cosigners(data, witnesses):
    """Names of known witnesses; a wrong line under a known name and key is an error, not an unknown one."""
    text, signatures = read_note(data)
    found = set()
    for witness in witnesses:
        for name, key_id, signature in signatures:
            if (name, key_id) == (witness.name, witness.id):
                need(len(signature) == 72, "cosignature")
                time = struct.unpack(">Q", signature[:8])[0]
                witness.requires(f"cosignature/v1\ntime {time}\n{text}".encode(), signature[8:])
                found.add(name)
    return found

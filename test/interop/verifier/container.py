"""Stored ZIP files in the one byte form of crypto/SPEC.md 2, and parts of files that are read from the first byte to the last."""
import hashlib
import struct
import zlib

from .forms import need

LOCAL, CENTRAL, OVERFLOW = b"PK\3\4", b"PK\1\2", 0xFFFFFFFF
BLOCK = 16 << 20


class Run:
    """Bytes of a file that lie in one or more places and are read as one."""

    def __init__(self, path, places):
        self.path, self.places = path, places
        self.size = sum(size for _, size in places)

    def read(self, start, size):
        """Fewer bytes at the end."""
        found = b""
        with open(self.path, "rb") as file:
            for offset, length in self.places:
                if start < length and len(found) < size:
                    file.seek(offset + start)
                    found += file.read(min(size - len(found), length - start))
                start = max(0, start - length)
        return found

    def pieces(self, start=0, size=None):
        end = self.size if size is None else start + size
        while start < end:
            yield self.read(start, min(BLOCK, end - start))
            start += BLOCK


class Entry:
    def __init__(self, run, name, crc, start, size):
        self.run, self.name, self.crc, self.start, self.size = run, name, crc, start, size

    def data(self):
        return self.run.read(self.start, self.size)

    def blocks(self):
        return self.run.pieces(self.start, self.size)

    def digests(self):
        """(SHA-256, whether the CRC-32 is right, SHA-256 up to the end of each block of 16 MiB)"""
        whole, crc, blocks = hashlib.sha256(), 0, []
        for piece in self.blocks():
            whole.update(piece)
            crc = zlib.crc32(piece, crc)
            blocks.append(whole.hexdigest())
        return whole.hexdigest(), crc == self.crc, blocks


def read_zip(run, name_bytes, entries, entry_bytes=2 ** 30):
    """Walks the local headers and compares what follows them with the directory that these entries have."""
    found, central, at = [], b"", 0
    while True:
        head = run.read(at, 30)
        need(len(head) == 30, "ZIP: cut short")
        if head[:4] == CENTRAL:
            break
        crc, size, length = struct.unpack("<14xI4xIH2x", head)
        name = run.read(at + 30, length)
        fields = struct.pack("<HHHHIIIHH", 0, 0, 0, 0x21, crc, size, size, length, 0)
        need(head == LOCAL + struct.pack("<H", 20) + fields, f"ZIP: local header at {at}")
        need(len(name) == length <= name_bytes and size <= entry_bytes and at + 30 + length + size <= run.size, "ZIP: entry size")
        big = at >= OVERFLOW
        version = 45 if big else 20
        extra = struct.pack("<HHQ", 1, 8, at) if big else b""
        central += CENTRAL + struct.pack("<HH", 0x300 | version, version) + fields[:-2] + struct.pack(
            "<HHHHII", len(extra), 0, 0, 0, 0x81800000, min(at, OVERFLOW)) + name + extra
        found.append(Entry(run, name.decode("latin-1"), crc, at + 30 + length, size))
        need(len(found) <= entries, "ZIP: too many entries")
        at += 30 + length + size
    count, size = len(found), len(central)
    if at >= OVERFLOW:
        central += struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 0x032D, 45, 0, 0, count, count, size, at)
        central += struct.pack("<4sIQI", b"PK\6\7", 0, at + size, 1)
    central += struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, size, min(at, OVERFLOW), 0)
    need(run.read(at, len(central) + 1) == central, "ZIP: directory")
    return found

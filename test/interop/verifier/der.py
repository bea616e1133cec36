"""Strict DER (X.690): values, and what of certificates, revocation lists and encrypted headers is read here and not by openssl."""
import re
from datetime import datetime, timedelta, timezone

from .forms import need, sha


def oid(text):
    """Value octets of an OBJECT IDENTIFIER, in hex."""
    first, second, *rest = map(int, text.split("."))
    octets = bytes([40 * first + second])
    for arc in rest:
        groups = [arc & 0x7F]
        while arc > 0x7F:
            arc >>= 7
            groups.append(arc & 0x7F | 0x80)
        octets += bytes(reversed(groups))
    return octets.hex()


KEY_USAGE, EXTENDED_USAGE, SUBJECT_KEY, AUTHORITY_KEY = oid("2.5.29.15"), oid("2.5.29.37"), oid("2.5.29.14"), oid("2.5.29.35")
CRL_NUMBER, DELTA, SCOPE, EXPIRED = oid("2.5.29.20"), oid("2.5.29.27"), oid("2.5.29.28"), oid("2.5.29.60")
REASON, INVALIDITY = oid("2.5.29.21"), oid("2.5.29.24")
NAME_TYPES = {"CN": oid("2.5.4.3"), "O": oid("2.5.4.10"), "OU": oid("2.5.4.11")}
RSA = oid("1.2.840.113549.1.1.1")
SIGN, NO_REPUDIATION, ENCIPHER, AGREE, CRL_SIGN = 0x80, 0x40, 0x20, 0x08, 0x02


class Der:
    """One value: definite lengths in the fewest octets, nothing after it, at most 32 deep."""

    def __init__(self, data, start=0, limit=None, depth=32):
        end = len(data) if limit is None else limit
        need(depth and start + 2 <= end, "DER")
        self.tag, length, at = data[start], data[start + 1], start + 2
        kind = self.tag & 0x1F
        need(kind != 0x1F and self.tag & 0xDF, "DER: tag")
        if length & 0x80:
            count = length & 0x7F
            need(0 < count <= 4 and at + count <= end and data[at], "DER: length")
            length, at = int.from_bytes(data[at:at + count], "big"), at + count
            need(length >= 0x80, "DER: length")
        self.end = at + length
        need(self.end <= end and (limit is not None or self.end == end), "DER: end")
        need(self.tag & 0xC0 or bool(self.tag & 0x20) == (kind in (0x10, 0x11)), "DER: form")
        self.bytes, self.content, self.children = data[start:self.end], data[at:self.end], []
        while self.tag & 0x20 and at < self.end:
            self.children.append(Der(data, at, self.end, depth - 1))
            at = self.children[-1].end

    def take(self, *tags):
        """The children, one for each tag; a negative tag may be absent and gives None."""
        left, found = list(self.children), []
        for tag in tags:
            fits = left and left[0].tag == abs(tag)
            need(fits or tag < 0, f"DER: {abs(tag):#x}")
            found.append(left.pop(0) if fits else None)
        need(not left, "DER: unexpected field")
        return found

    def integer(self):
        need(self.tag in (0x02, 0x0A) and self.content, "INTEGER")
        head = self.content[:2]
        need(len(head) < 2 or not (head[0] == 0 and head[1] < 0x80 or head[0] == 0xFF and head[1] >= 0x80), "INTEGER: overlong")
        return int.from_bytes(self.content, "big", signed=True)

    def time(self):
        text = self.content.decode("ascii")
        if self.tag == 0x17:
            text = ("20" if text < "50" else "19") + text
        need(self.tag in (0x17, 0x18) and re.fullmatch(r"\d{14}(\.\d+)?Z", text, re.A), "time")
        date = datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)
        return date + timedelta(milliseconds=int((text[15:-1] + "000")[:3]))

    def oids(self):
        """Every OBJECT IDENTIFIER in it, in order."""
        own = [self.content.hex()] if self.tag == 0x06 else []
        return own + [one for child in self.children for one in child.oids()]

    def is_sorted(self):
        parts = [one.bytes for one in self.children]
        return parts == sorted(parts)


def extensions(node):
    """oid -> (critical, value)"""
    found = {}
    for one in node.children:
        name, critical, value = one.take(0x06, -0x01, 0x04)
        need(name.content.hex() not in found, "extension twice")
        found[name.content.hex()] = (critical is not None, Der(value.content))
    return found


class Certificate:
    def __init__(self, data):
        self.der, self.sha256 = data, sha(data)
        tbs = Der(data).take(0x30, 0x30, 0x03)[0]
        _, serial, _, issuer, validity, subject, key, _, _, more = tbs.take(-0xA0, 0x02, 0x30, 0x30, 0x30, 0x30, 0x30, -0xA1, -0xA2, -0xA3)
        self.serial, self.issuer, self.subject, self.key = serial.bytes, issuer.bytes, subject, key.bytes
        self.begins, self.ends = (one.time() for one in validity.children)
        self.extensions = extensions(more.children[0]) if more else {}
        self.is_rsa = key.children[0].children[0].content.hex() == RSA
        self.key_id = self.value(SUBJECT_KEY, lambda node: node.content)
        self.issuer_key_id = self.value(AUTHORITY_KEY, lambda node: next((one.content for one in node.children if one.tag == 0x80), None))

    def value(self, name, read):
        return read(self.extensions[name][1]) if name in self.extensions else None

    def may(self, *bits):
        """All of these key usages are there, and it is not limited to some purpose."""
        usage = self.value(KEY_USAGE, lambda node: node.content[1]) or 0
        return all(usage & bit for bit in bits) and not self.extensions.get(EXTENDED_USAGE, (False,))[0]

    def may_sign(self):
        return self.may(SIGN, NO_REPUDIATION)

    def may_open(self):
        return self.may(ENCIPHER if self.is_rsa else AGREE)

    @property
    def may_sign_lists(self):
        return KEY_USAGE not in self.extensions or bool(self.value(KEY_USAGE, lambda node: node.content[1]) & CRL_SIGN)

    def named(self, kind):
        """The last attribute of this kind in the subject."""
        pairs = [pair.children for rdn in self.subject.children for pair in rdn.children]
        values = [value.content for name, value in pairs if name.content.hex() == NAME_TYPES[kind]]
        return values[-1].decode("utf-8") if values else None


class RevocationList:
    def __init__(self, data):
        self.der, self.sha256 = data, sha(data)
        tbs = Der(data).take(0x30, 0x30, 0x03)[0]
        dates = [one for one in tbs.children if one.tag in (0x17, 0x18)]
        issuer = [one for one in tbs.children if one.tag == 0x30][1]
        entries = [one for one in tbs.children[tbs.children.index(dates[-1]):] if one.tag == 0x30]
        more = [one for one in tbs.children if one.tag == 0xA0]
        self.issuer, self.issued = issuer.bytes, dates[0].time()
        self.next = dates[1].time() if len(dates) == 2 else None
        self.extensions = extensions(more[0].children[0]) if more else {}
        known = {CRL_NUMBER, AUTHORITY_KEY, EXPIRED, DELTA}
        self.is_known = not any(critical for name, (critical, _) in self.extensions.items() if name not in known)
        # Lists that speak for some certificates only are not judged here: they prove nothing.
        self.is_whole = DELTA not in self.extensions and SCOPE not in self.extensions
        self.number = self.extensions[CRL_NUMBER][1].integer() if CRL_NUMBER in self.extensions else -1
        self.expired_since = self.extensions[EXPIRED][1].time() if EXPIRED in self.extensions else None
        self.revoked = {}
        for entry in entries[0].children if entries else []:
            serial, date, *rest = entry.children
            notes = extensions(rest[0]) if rest else {}
            since = [date.time()] + ([notes[INVALIDITY][1].time()] if INVALIDITY in notes else [])
            removed = REASON in notes and notes[REASON][1].integer() == 8
            if not removed:
                self.revoked.setdefault(serial.bytes, min(since))

    def speaks_of(self, certificate):
        """DOSSIER.md 3: not one from after the certificate's end, unless it keeps expired ones."""
        kept = self.issued <= certificate.ends or self.expired_since is not None and self.expired_since <= certificate.ends
        return self.issuer == certificate.issuer and self.is_known and kept


GCM, ENVELOPED, DATA = oid("2.16.840.1.101.3.4.1.46"), oid("1.2.840.113549.1.9.16.1.23"), oid("1.2.840.113549.1.7.1")
SHA256, AES_WRAP = oid("2.16.840.1.101.3.4.2.1"), oid("2.16.840.1.101.3.4.1.45")
OAEP = [oid("1.2.840.113549.1.1.7"), SHA256, oid("1.2.840.113549.1.1.8"), SHA256]
AGREEMENTS = [[oid("1.3.132.1.11.1"), AES_WRAP], [oid("1.3.132.1.11.2"), AES_WRAP]]


class Header:
    """AuthEnvelopedData of crypto/SPEC.md 3: nonce, tag, recipients by issuer and serial, and the content of a lock."""

    def __init__(self, data, max_bytes=256 << 10):
        need(len(data) <= max_bytes, "header: too long")
        kind, outer = Der(data).take(0x06, 0xA0)
        version, recipients, content, mac = outer.take(0x30)[0].take(0x02, 0x31, 0x30, 0x04)
        data_type, cipher, encrypted = content.take(0x06, 0x30, -0x80)
        name, parameters = cipher.take(0x06, 0x30)
        nonce, length = parameters.take(0x04, 0x02)
        need((kind.content.hex(), name.content.hex(), data_type.content.hex()) == (ENVELOPED, GCM, DATA), "header: kind")
        need(version.integer() == 0 and length.integer() == 16 == len(mac.content) and len(nonce.content) == 12, "header: lengths")
        self.nonce, self.mac, self.content = nonce.content, mac.content, encrypted and encrypted.content
        self.recipients = [self.recipient(one) for one in recipients.children]
        need(recipients.is_sorted() and 1 <= len(self.recipients) == len(set(self.recipients)) <= 64, "header: recipients")

    @staticmethod
    def recipient(node):
        if node.tag == 0x30:
            version, name, scheme, key = node.take(0x02, 0x30, 0x30, 0x04)
            need(version.integer() == 0 and scheme.oids() == OAEP and len(key.content) >= 256, "header: recipient")
            return name.bytes
        version, _, scheme, keys = node.take(0x02, 0xA0, 0x30, 0x30)
        name, key = keys.take(0x30)[0].take(0x30, 0x04)
        need(node.tag == 0xA1 and version.integer() == 3 and scheme.oids() in AGREEMENTS and len(key.content) == 40, "header: recipient")
        return name.bytes

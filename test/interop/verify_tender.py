#!/usr/bin/env python3
"""Judges a tender's dossier offline, written from app/protocol/DOSSIER.md, app/protocol/SPEC.md and crypto/SPEC.md and from
nothing else. Python's standard library and the openssl command only.

usage: verify_tender.py tender.zip --trust FOLDER [--witness KEY ...] [--json]
FOLDER is what an operator hands over: trust.json and PEM files. Exit code 0: proven; 1: something failed; 2: usage.

What it leaves to openssl: CMS and timestamp signatures, paths, usages, revocation. Policy rules that need a certificate's
profile beyond its path (key usage of openers, subject of package certificates) are read from openssl's text output. Not looked
at: the signingCertificateV2 attribute (openssl checks it only together with a path) and the structure inside sealed files.
"""
import base64
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone

E = r"(?:satu|file-1|file-2|harga)"
S = r"[A-Za-z0-9_-]{1,64}"
H = r"[0-9a-f]{64}"
GROUPS = [re.compile(p + r"\Z") for p in (
    r"mimetype", r"policies/\d{6}\.p7m", rf"certificates/{H}\.cer", rf"revocation/{H}\.(?:crl|ocsp)",
    rf"log/(?:{E}\.(?:closed|proof\.json)|checkpoint|leaves\.jsonl|witness-\d\d)",
    rf"bids/{E}/{S}/(?:body\.json|withdrawal-body\.json|(?:receipt|withdrawal|manifest)\.(?:json|p7s|tsr)|registration\.p7m|headers/\d{{4}}\.p7m)",
    rf"openings/{E}/(?:opening\.json|session\.p7m|release\.p7m|contributions/\d\d\.p7m|results/\d{{4}}\.p7m|referrals/{S}\.(?:result|statement)\.p7m)",
    rf"dealings/{E}\.json", r"rehearsals/\d{4}\.p7m", r"technical-result\.p7m", rf"sealed/{S}\.sampul(?:\.\d{{3}})?",
    rf"documents/{S}/[A-Za-z0-9._-]{{1,80}}", r"trust\.json", r"dossier\.json")]
NAMES = ["index", "policies", "log-head", "log-order", "logged", "technical", "closed", "complete", "receipts", "manifests",
         "release", "quorum", "results", "opened", "referrals", "sealed", "witnesses"]
LEAF_TYPES = {"policy-issued", "schedule-changed", "submission-received", "submission-withdrawn", "upload-expired", "closed",
              "release-requested", "headers-released", "dealing", "opening-contribution", "opening-result", "technical-result",
              "bid-referred", "bid-stated", "member-replaced", "rehearsal"}
FILED = {"submission-received", "submission-withdrawn", "upload-expired"}
TOLERANCE = timedelta(minutes=5)

class Bad(Exception):
    """A check that failed."""

def need(condition, why):
    if not condition:
        raise Bad(why)

def sha(data):
    return hashlib.sha256(data).hexdigest()

def b64(text):
    return base64.b64decode(text, validate=True)

def moment(text):
    need(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text), f"time {text}")
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)

# --- JSON in the canonical form of RFC 8785 (integers only, as every shape here) ------------------------------------------

def canonical(value):
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(json.dumps(k, ensure_ascii=False) + ":" + canonical(value[k]) for k in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    need(not isinstance(value, float), "number with a fraction")
    text = json.dumps(value, ensure_ascii=False)
    return re.sub(r"\\u([0-9a-f]{4})", lambda m: m.group(0), text)

def parse(data, what="json"):
    try:
        value = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, ValueError) as error:
        raise Bad(f"{what}: {error}") from error
    need(canonical(value).encode("utf-8") == data, f"{what} is not canonical")
    return value

# --- Merkle tree (RFC 6962 2.1) and signed notes (C2SP) --------------------------------------------------------------------

def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()

def root_of(hashes):
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node(root_of(hashes[:split]), root_of(hashes[split:]))

def inclusion_root(leaf, index, size, proof):
    """RFC 9162 2.1.3.2"""
    need(0 <= index < size, "leaf index")
    fn, sn, result = index, size - 1, leaf
    for sibling in proof:
        need(sn > 0, "proof too long")
        if fn & 1 or fn == sn:
            result = node(sibling, result)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            result = node(result, sibling)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0, "proof too short")
    return result

def consistent(old_size, old_root, new_size, new_root, proof):
    """RFC 9162 2.1.4.2"""
    if old_size == new_size:
        return not proof and old_root == new_root
    if not 0 < old_size < new_size or not proof:
        return False
    proof = list(proof)
    if old_size & (old_size - 1) == 0:
        proof.insert(0, old_root)
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = proof[0]
    for sibling in proof[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old, new = node(sibling, old), node(sibling, new)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node(new, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and old == old_root and new == new_root

class Key:
    """Text form of an Ed25519 key: name+hash+base64(type || key); type 1: a log, type 4: a witness."""

    def __init__(self, text, kind):
        self.name, key_id, typed = text.strip().split("+", 2)
        raw = b64(typed)
        need(len(raw) == 33 and raw[0] == kind, "verifier key")
        self.id = hashlib.sha256(self.name.encode() + b"\n" + raw).digest()[:4]
        need(self.id.hex() == key_id, "verifier key id")
        self.pem = "-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(
            bytes.fromhex("302a300506032b6570032100") + raw[1:]).decode() + "\n-----END PUBLIC KEY-----\n"

    def verifies(self, message, signature, box):
        args = ["pkeyutl", "-verify", "-pubin", "-inkey", box.put(self.pem.encode()), "-rawin", "-in", box.put(message),
                "-sigfile", box.put(signature)]
        return openssl(*args).returncode == 0

def read_note(data):
    try:
        text, lines = data.decode("utf-8").rsplit("\n\n", 1)
    except ValueError as error:
        raise Bad("signed note") from error
    signatures = []
    for line in lines.rstrip("\n").split("\n"):
        need(line.startswith("\u2014 ") and line.count(" ") == 2, "signature line")
        _, name, blob = line.split(" ")
        signatures.append((name, b64(blob)[:4], b64(blob)[4:]))
    return text + "\n", signatures

def head_of(data, key, box):
    """(size, root) of a checkpoint that the log signed under its own name."""
    text, signatures = read_note(data)
    own = [sig for name, key_id, sig in signatures if name == key.name and key_id == key.id]
    need(own and all(key.verifies(text.encode(), sig, box) for sig in own), "signature of the log")
    lines = text.split("\n")
    need(lines[0] == key.name and re.fullmatch(r"0|[1-9]\d{0,15}", lines[1]) and len(b64(lines[2])) == 32, "checkpoint")
    return int(lines[1]), b64(lines[2])

def cosigners(data, witnesses, box):
    text, signatures = read_note(data)
    found = set()
    for witness in witnesses:
        for name, key_id, sig in signatures:
            if name != witness.name or key_id != witness.id:
                continue
            need(len(sig) == 72, "cosignature")
            message = f"cosignature/v1\ntime {struct.unpack('>Q', sig[:8])[0]}\n{text}".encode()
            need(witness.verifies(message, sig[8:], box), "cosignature")
            found.add(name)
    return found

# --- openssl ---------------------------------------------------------------------------------------------------------------

def openssl(*args, data=None):
    return subprocess.run(["openssl", *args], input=data, capture_output=True, check=False)

class Box:
    """Files for openssl, each content once."""

    def __init__(self, folder):
        self.folder, self.known = folder, {}

    def put(self, data):
        path = self.known.get(data)
        if path is None:
            path = os.path.join(self.folder, f"f{len(self.known)}")
            with open(path, "wb") as file:
                file.write(data)
            self.known[data] = path
        return path

    def pem(self, label, ders):
        lines = [f"-----BEGIN {label}-----\n{base64.encodebytes(der).decode()}-----END {label}-----\n" for der in ders]
        return "".join(lines).encode()

def tlv(data, at=0):
    """(tag, start of content, end) of the DER element at `at`."""
    tag, length, start = data[at], data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        length, start = int.from_bytes(data[start:start + count], "big"), start + count
    return tag, start, start + length

def children(data, start, end):
    while start < end:
        tag, inner, after = tlv(data, start)
        yield tag, inner, after, data[start:after]
        start = after

def gcm_parts(header):
    """nonce and tag of a header (crypto/SPEC.md 3)."""
    _, start, end = tlv(header)
    wrapped = list(children(header, start, end))[1]
    _, start, end = tlv(header, wrapped[1])
    parts = list(children(header, start, end))
    content = list(children(header, parts[2][1], parts[2][2]))
    cipher = list(children(header, content[1][1], content[1][2]))
    nonce = list(children(header, cipher[1][1], cipher[1][2]))[0]
    return nonce[3], parts[3][3]

class Signed:
    """CMS SignedData: content and signers, every signature verified; trust is a second question."""

    def __init__(self, der, box, content=None):
        self.der, self.box = der, box
        self.detached = content
        args = ["cms", "-verify", "-binary", "-inform", "DER", "-in", box.put(der), "-noverify"]
        if content is not None:
            args += ["-content", box.put(content)]
        signer = os.path.join(box.folder, "signer")
        out = openssl(*args, "-signer", signer)
        need(out.returncode == 0, "signature")
        self.content = out.stdout if content is None else content
        with open(signer, "rb") as file:
            pems = re.findall(rb"-----BEGIN CERTIFICATE-----\n(.*?)-----END", file.read(), re.S)
        self.signers = [base64.b64decode(pem) for pem in pems]
        need(self.signers, "no signer")

    def sole(self):
        need(len(self.signers) == 1, "one signer")
        return self.signers[0]

def read_cms(der, box, shape):
    signed = Signed(der, box)
    value = parse(signed.content, shape)
    need(value.get("format") == shape, f"format {shape}")
    return signed, value

class Trust:
    def __init__(self, folder, box):
        with open(os.path.join(folder, "trust.json"), "rb") as file:
            facts = json.load(file)
        self.code, self.log, self.box = facts["kdLpse"], Key(facts["logVerifierKey"], 1), box
        self.anchors = {}
        for role in ("lpse", "ams", "kms", "tsa"):
            with open(os.path.join(folder, facts["anchors"][role]), "rb") as file:
                self.anchors[role] = file.read()
        self.extra, self.crls = [], []

    def path(self, certificate, role, at, crls=None, others=(), required=True):
        """The path of a certificate to the anchor of this role at a time; revocation by the lists given."""
        lists = self.crls if crls is None else crls
        args = ["verify", "-x509_strict", "-purpose", "any", "-attime", str(int(at.timestamp())),
                "-CAfile", self.box.put(self.anchors[role])]
        untrusted = [*self.extra, *others]
        if untrusted:
            args += ["-untrusted", self.box.put(self.box.pem("CERTIFICATE", untrusted))]
        leaf = self.box.put(self.box.pem("CERTIFICATE", [certificate]))
        out = openssl(*args, leaf)
        need(out.returncode == 0, f"path to {role}")
        if lists or required:
            self.not_revoked(certificate, role, at, lists, untrusted, required)

    def not_revoked(self, certificate, role, at, lists, untrusted, required):
        """openssl judges lists at their own time; a revocation later than `at` changes nothing (DOSSIER.md 3)."""
        newest = max([this_update(crl) for crl in lists] + [at])
        args = ["verify", "-x509_strict", "-purpose", "any", "-crl_check_all", "-attime", str(int(newest.timestamp())),
                "-CAfile", self.box.put(self.anchors[role])]
        if lists:
            args += ["-CRLfile", self.box.put(self.box.pem("X509 CRL", lists))]
        if untrusted:
            args += ["-untrusted", self.box.put(self.box.pem("CERTIFICATE", untrusted))]
        out = openssl(*args, self.box.put(self.box.pem("CERTIFICATE", [certificate])))
        if out.returncode == 0:
            return
        said = out.stderr.decode() + out.stdout.decode()
        if "unable to get certificate CRL" in said and not required:
            return
        if "certificate revoked" in said:
            revoked = revoked_at(certificate, lists, self.box)
            need(revoked is not None and revoked > at, "revoked")
            return
        raise Bad("revocation unknown: " + said.strip().split("\n")[0])

CRL_TIMES = {}

def this_update(crl):
    if crl not in CRL_TIMES:
        out = openssl("crl", "-inform", "DER", "-noout", "-lastupdate", "-dateopt", "iso_8601", data=crl)
        match = re.search(rb"=(\S+ \S+)Z", out.stdout)
        need(match, "revocation list")
        CRL_TIMES[crl] = datetime.strptime(match.group(1).decode(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=timezone.utc)
    return CRL_TIMES[crl]

def revoked_at(certificate, lists, box):
    serial = openssl("x509", "-inform", "DER", "-noout", "-serial", data=certificate).stdout.decode().strip().split("=")[1]
    for crl in lists:
        text = openssl("crl", "-inform", "DER", "-noout", "-text", data=crl).stdout.decode()
        match = re.search(rf"Serial Number: 0*{serial.lstrip('0')}\s+Revocation Date: (.+)", text, re.I)
        if match:
            return datetime.strptime(match.group(1).strip(), "%b %d %H:%M:%S %Y %Z").replace(tzinfo=timezone.utc)
    return None

USAGES = {}

def certificate_text(der):
    if der not in USAGES:
        USAGES[der] = openssl("x509", "-inform", "DER", "-noout", "-text", "-nameopt", "RFC2253,utf8,-esc_msb",
                              data=der).stdout.decode("utf-8", "replace")
    return USAGES[der]

def usage(der):
    match = re.search(r"X509v3 Key Usage:.*\n\s+(.+)", certificate_text(der))
    return match.group(1) if match else ""

def subject(der):
    match = re.search(r"Subject: (.+)", certificate_text(der))
    return match.group(1).replace("\\,", "\x00") if match else ""

def field(der, name):
    match = re.search(rf"(?:^|,){name}=([^,]+)", subject(der))
    return match.group(1) if match else None

def is_signing(der):
    return "Digital Signature" in usage(der) and "Non Repudiation" in usage(der)

def is_opening(der):
    return ("Key Encipherment" if "rsaEncryption" in certificate_text(der) else "Key Agreement") in usage(der)

def stamp_time(tsr, data, trust, box):
    """genTime of a timestamp over `data` that leads to the TSA's anchor."""
    text = openssl("ts", "-reply", "-text", "-in", box.put(tsr)).stdout.decode()
    match = re.search(r"Time stamp: (\S+ +\d+ \S+ \d{4}) GMT", text)
    need(match, "timestamp")
    clean = re.sub(r"(:\d\d)\.\d+", r"\1", match.group(1))
    at = datetime.strptime(clean, "%b %d %H:%M:%S %Y").replace(tzinfo=timezone.utc)
    out = openssl("ts", "-verify", "-data", box.put(data), "-in", box.put(tsr), "-CAfile", box.put(trust.anchors["tsa"]),
                  "-attime", str(int(at.timestamp())))
    need(out.returncode == 0, "timestamp")
    return at

# --- The dossier -----------------------------------------------------------------------------------------------------------

def local_header(name, crc, size):
    return struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 0, 0, 0x21, crc, size, size, len(name), 0) + name

def read_zip(path):
    """(entries, problem): name -> (offset, size) in order, and what of the one byte form does not hold."""
    entries, order, total = {}, [], os.path.getsize(path)
    with open(path, "rb") as file:
        at, central = 0, b""
        while True:
            file.seek(at)
            head = file.read(30)
            need(len(head) >= 22, "cut short")
            if head[:4] == b"PK\1\2":
                break
            fields = struct.unpack("<4sHHHHHIIIHH", head)
            name = file.read(fields[9])
            crc, size = fields[6], fields[7]
            need(head + name == local_header(name, crc, size) and len(name) <= 160 and size <= 2 ** 30, f"header at {at}")
            big = at >= 0xFFFFFFFF
            central += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 0x032D if big else 0x0314, 45 if big else 20, 0, 0, 0, 0x21,
                                   crc, size, size, len(name), 12 if big else 0, 0, 0, 0, 0x81800000,
                                   min(at, 0xFFFFFFFF)) + name + (struct.pack("<HHQ", 1, 8, at) if big else b"")
            order.append(name.decode("ascii", "replace"))
            entries[order[-1]] = (at + 30 + len(name), size)
            at += 30 + len(name) + size
        count, where = len(order), at
        if where >= 0xFFFFFFFF:
            end = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 0x032D, 45, 0, 0, count, count, len(central), where)
            central += end + struct.pack("<4sIQI", b"PK\6\7", 0, where + len(central), 1)
            size = len(central) - 76
        else:
            size = len(central)
        central += struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, size, min(where, 0xFFFFFFFF), 0)
        file.seek(where)
        need(file.read() == central and where + len(central) == total, "directory")
    return entries, order

class Tender:
    def __init__(self, path, trust, box, witnesses):
        self.path, self.trust, self.box, self.witnesses = path, trust, box, witnesses
        self.rows, self.parts, self.large = [], {}, {}
        self.policies = None

    # reporting

    def row(self, number, outcome, why="", envelope=None):
        row = {"number": number, "check": NAMES[number - 1], "envelopeId": envelope, "outcome": outcome}
        self.rows.append({**row, "why": why} if why else row)

    def run(self, number, check, envelope=None):
        try:
            value = check()
        except (Bad, KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            self.row(number, "failed", str(error) or repr(error), envelope)
            return None
        self.row(number, "passed", "", envelope)
        return True if value is None else value

    def skip(self, numbers, envelope=None):
        for number in numbers:
            self.row(number, "not-made", "", envelope)

    def names(self, pattern):
        return [name for name in self.parts if re.match(pattern, name)]

    def part(self, name):
        need(name in self.parts, f"{name} is absent")
        return self.parts[name]

    def leaves_of(self, kind, envelope=None):
        return [(i, leaf) for i, leaf in self.own if leaf["type"] == kind and envelope in (None, leaf["envelopeId"])]

    # 1

    def load(self):
        entries, order = read_zip(self.path)
        need(len(order) == len(entries), "name twice")
        listed = []
        with open(self.path, "rb") as file:
            for name in order:
                offset, size = entries[name]
                file.seek(offset)
                if name.startswith(("sealed/", "documents/")):
                    digest, left = hashlib.sha256(), size
                    while left:
                        piece = file.read(min(left, 1 << 20))
                        digest.update(piece)
                        left -= len(piece)
                    self.large[name] = (offset, size, digest.hexdigest())
                    listed.append({"name": name, "size": size, "sha256": digest.hexdigest()})
                else:
                    data = file.read(size)
                    self.parts[name] = data
                    listed.append({"name": name, "size": size, "sha256": sha(data)})
        self.index = parse(self.part("dossier.json"), "dossier.json")
        self.kd, self.version = self.index["kdTender"], self.index["versiTender"]
        return order, listed

    def check_index(self, order, listed):
        groups = []
        for name in order:
            group = next((i for i, pattern in enumerate(GROUPS) if pattern.match(name)), None)
            need(group is not None, f"name {name}")
            groups.append((group, name))
        need(groups == sorted(groups), "order of entries")
        for name in ("mimetype", "log/checkpoint", "log/leaves.jsonl"):
            self.part(name)
        need(self.parts["mimetype"] == b"application/x-segel-dossier+zip", "mimetype")
        need(self.index["format"] == "segel-dossier/1" and self.index["kdLpse"] == self.trust.code, "another LPSE")
        need(self.index["entries"] == [entry for entry in listed if entry["name"] != "dossier.json"], "index differs")

    # 3 and 4

    def read_leaves(self):
        self.lines = self.parts.get("log/leaves.jsonl", b"").split(b"\n")
        self.ended = self.lines.pop() == b""
        self.hashes = [hashlib.sha256(b"\x00" + line).digest() for line in self.lines]

    def order(self):
        newest = latest = datetime.min.replace(tzinfo=timezone.utc)
        self.own = []
        for i, line in enumerate(self.lines):
            leaf = parse(line, f"leaf {i}")
            need(leaf["type"] in LEAF_TYPES and set(leaf) <= {"type", "kdTender", "envelopeId", "time", "body", "bodySha256"},
                 f"leaf {i}")
            at = moment(leaf["time"])
            if leaf["type"] in FILED:
                latest = max(latest, at)
            else:
                need(at + TOLERANCE >= newest if newest.year > 1 else True, f"leaf {i} goes back")
                need(at + TOLERANCE >= latest if latest.year > 1 else True, f"leaf {i} before a filed one")
                newest = max(newest, at)
            if leaf["kdTender"] == self.kd:
                self.own.append((i, leaf))

    def head(self, data):
        size, root = head_of(data, self.trust.log, self.box)
        need(size <= len(self.hashes) and root_of(self.hashes[:size]) == root, "root of the leaves")
        return size, root

    def log_head(self):
        size, _ = self.head(self.part("log/checkpoint"))
        need(size == len(self.hashes) and self.ended, "size of the log")

    # 2

    def check_policies(self):
        found, closing, serial = [], {}, 0
        names = self.names(r"policies/")
        need(names, "no policy")
        for name in names:
            signed = Signed(self.part(name), self.box)
            policy, digest = parse(signed.content, name), sha(signed.content)
            need(policy["format"] == "segel-policy/1" and name == f"policies/{policy['serial']:06d}.p7m", "serial and name")
            place = next((i for i, leaf in self.leaves_of("policy-issued") if leaf["body"]["policySha256"] == digest), None)
            need(place is not None, f"{name} is not logged")
            # A leaf that was put in with an earlier time than those before it gains nothing by that.
            self.policy_rules(policy, signed, max(moment(parse(line, name)["time"]) for line in self.lines[:place + 1]))
            need(policy["serial"] > serial, "serial")
            serial = policy["serial"]
            for envelope in policy["envelopes"]:
                key = envelope["envelopeId"]
                need(moment(envelope["closesAt"]) >= closing.get(key, moment(envelope["closesAt"])), "deadline earlier")
                closing[key] = moment(envelope["closesAt"])
            found.append((policy, digest))
        return found

    def policy_rules(self, policy, signed, at):
        trust = self.trust
        need((policy["kdLpse"], policy["kdTender"], policy["versiTender"]) == (trust.code, self.kd, self.version), "package")
        need(any(self.holds(lambda one=one: (need(is_signing(one), "usage"), trust.path(one, "lpse", at))) for one in signed.signers),
             "not signed by the LPSE")
        keys, ca = set(), policy["mode"] == "CA"
        for envelope in policy["envelopes"]:
            members = [b64(text) for text in envelope["signers"]]
            need(len(set(members)) == len(members), "member twice")
            need(len({field(one, "OU") for one in members}) == 1 and field(members[0], "OU"), "one committee")
            for one in members:
                need(is_signing(one), "usage of a member")
                trust.path(one, "ams", at)
            count = len(set(members) & set(signed.signers))
            need(count >= (len(members) // 2 + 1 if ca else 1), "majority")
            self.opener_rules(envelope, ca, at)
            for text, purpose in ((envelope["packageCertificate"], "Sampul"), (envelope["rehearsalCertificate"], "Latihan sampul")):
                one = b64(text)
                need(is_opening(one), "usage of the package certificate")
                trust.path(one, "kms", at)
                wanted = (f"LPSE {trust.code}", f"Tender {self.kd} versi {self.version}", f"{purpose} {envelope['envelopeId']}")
                need((field(one, "O"), field(one, "OU"), field(one, "CN")) == wanted, "subject of the package certificate")
                key = openssl("x509", "-inform", "DER", "-noout", "-pubkey", data=one).stdout
                need(key not in keys, "package key twice")
                keys.add(key)
        auditor = b64(policy["auditorCertificate"])
        need(is_opening(auditor), "usage of the auditor")
        trust.path(auditor, "ams", at)

    def opener_rules(self, envelope, ca, at):
        openers = envelope["openers"]
        need((openers is None) == (not ca), "openers and mode")
        if openers is None:
            return
        quorum = openers["kind"] == "quorum"
        holders = openers["holders"] if quorum else openers["certificates"]
        need(len(holders) == len(envelope["signers"]), "members and openers")
        if quorum:
            need((len(holders) + 2) // 2 <= openers["threshold"] <= len(holders) - 1, "threshold")
        every = [b64(text) for text in ([openers["certificate"]] if quorum else []) + holders]
        need(len(set(every)) == len(every) and b64(envelope["packageCertificate"]) not in every, "opener twice")
        for one in every:
            need(is_opening(one), "usage of an opener")
            self.trust.path(one, "ams", at)

    @staticmethod
    def holds(check):
        try:
            check()
            return True
        except Bad:
            return False

    # 5 and 6

    def logged(self):
        issued = [leaf["body"]["policySha256"] for _, leaf in self.leaves_of("policy-issued")]
        need(sorted(issued) == sorted(digest for _, digest in self.policies), "policies and leaves")
        wanted = {(leaf["body"]["rehearsalId"], leaf["body"]["holderCertificateSha256"]): leaf
                  for _, leaf in self.leaves_of("rehearsal")}
        names = self.names(r"rehearsals/")
        need(len(names) == len(wanted), "rehearsals and leaves")
        for name in names:
            signed, value = read_cms(self.part(name), self.box, "segel-rehearsal/1")
            leaf = wanted.get((value["rehearsalId"], value["holderCertificateSha256"]))
            need(leaf and leaf["body"]["opened"] == value["opened"] and leaf["envelopeId"] == value["envelopeId"], name)
            self.entitled(signed, moment(leaf["time"]))
        for envelope in self.policies[-1][0]["envelopes"]:
            self.dealing(envelope)

    def dealing(self, envelope):
        key, openers = envelope["envelopeId"], envelope["openers"]
        if not openers or openers["kind"] != "quorum":
            return
        name = f"dealings/{key}.json"
        if name not in self.parts and f"log/{key}.closed" not in self.parts:
            return
        facts = parse(self.part(name), name)
        body = next((leaf["body"] for _, leaf in self.leaves_of("dealing", key)
                     if leaf["body"]["dealingSha256"] == facts["dealingSha256"]), None)
        need(body, "dealing is not logged")
        holders = [sha(b64(text)) for text in openers["holders"]]
        need(facts["envelopeId"] == key and facts["certificate"] == openers["certificate"] and facts["threshold"] == openers["threshold"] == body["threshold"]
             and sha(b64(facts["certificate"])) == body["certificateSha256"] and facts["holders"] == holders == body["holders"], name)

    def entitled(self, signed, at, members=None):
        """Place of the one signer among the members; its path holds."""
        one = signed.sole()
        need(is_signing(one), "usage of a member")
        self.trust.path(one, "ams", at)
        if members is None:
            return None
        places = [sha(b64(text)) for text in members]
        need(sha(one) in places, "not a member")
        return places.index(sha(one))

    def technical(self, live):
        released = self.leaves_of("headers-released", "file-2")
        if "technical-result.p7m" not in self.parts:
            need(not released and not self.leaves_of("technical-result"), "no technical result")
            return "missing"
        signed, value = read_cms(self.part("technical-result.p7m"), self.box, "segel-technical-result/1")
        leaf = next(((i, leaf) for i, leaf in self.leaves_of("technical-result") if leaf["body"]["resultSha256"] == sha(signed.content)), None)
        need(leaf, "technical result is not logged")
        members = {b64(text) for text in self.envelope_of("file-1")["signers"]}
        agreeing = members & set(signed.signers)
        for one in agreeing:
            need(is_signing(one), "usage of a member")
            self.trust.path(one, "ams", moment(leaf[1]["time"]))
        need(len(agreeing) * 2 > len(members), "no majority")
        need((value["kdLpse"], value["kdTender"], value["versiTender"]) == (self.trust.code, self.kd, self.version), "another tender")
        need(live is None or set(value["passed"]) <= {body["bidderId"] for body in live}, "passed without a bid")
        need(all(i > leaf[0] for i, _ in released), "released before the technical result")
        return set(value["passed"])

    def envelope_of(self, key):
        return next((one for one in self.policies[-1][0]["envelopes"] if one["envelopeId"] == key), None)

    def deadline(self, key):
        return max(moment(one["closesAt"]) for policy, _ in self.policies for one in policy["envelopes"] if one["envelopeId"] == key)

    # 7 and 8

    def closed(self, key):
        leaves = self.leaves_of("closed", key)
        need(len(leaves) == 1 and moment(leaves[0][1]["time"]) >= self.deadline(key), "closed once and after the hour")
        size, root = self.head(self.part(f"log/{key}.closed"))
        need(size == leaves[0][0] + 1, "closed checkpoint")
        proof = parse(self.part(f"log/{key}.proof.json"), "proof")
        new_size, new_root = self.head(self.part("log/checkpoint"))
        need((proof["from"], proof["to"]) == (size, new_size), "proof sizes")
        need(consistent(size, root, new_size, new_root, [bytes.fromhex(one) for one in proof["proof"]]), "consistency")

    def folders(self, key):
        return sorted({name.split("/")[2] for name in self.names(rf"bids/{key}/")})

    def complete(self, key):
        closed = self.leaves_of("closed", key)
        end = closed[0][0] if closed else 0
        filed = [(i, leaf) for i, leaf in self.own if leaf["envelopeId"] == key and leaf["type"].startswith("submission-")]
        need(all(i < end and moment(leaf["time"]) < self.deadline(key) for i, leaf in filed), "filed after closing")
        bodies = {}
        count = 0
        for one in self.folders(key):
            for stem, receipt in (("body.json", "receipt.json"), ("withdrawal-body.json", "withdrawal.json")):
                if stem == "withdrawal-body.json" and not self.names(rf"bids/{key}/{one}/withdrawal"):
                    continue
                data = self.part(f"bids/{key}/{one}/{stem}")
                self.part(f"bids/{key}/{one}/{receipt}")
                bodies[sha(data)] = parse(data, stem)
                count += 1
        need(count == len(filed) == len(bodies), "bodies and leaves")
        live = {}
        for _, leaf in filed:
            body = bodies.get(leaf.get("bodySha256"))
            need(body, "leaf without a body")
            if leaf["type"] == "submission-received":
                need(body["receivedAt"] == leaf["time"], "time of a body")
                live.pop(body["bidderId"], None)
                live[body["bidderId"]] = body
            elif live.get(body["bidderId"], {}).get("submissionId") == body["submissionId"]:
                need("withdrawnAt" in body, "withdrawal body")
                del live[body["bidderId"]]
        said = closed[0][1]["body"] if closed else {}
        received = sum(leaf["type"] == "submission-received" for _, leaf in filed)
        need(said.get("submissions") == received and said.get("live") == len(live), "closed says otherwise")
        return list(live.values())

    # 9 and 10

    def receipts(self, key):
        found = {}
        for one in self.folders(key):
            at = f"bids/{key}/{one}/"
            found[one] = self.receipt(at + "receipt", at + "body.json", key, one, "receivedAt", "segel-receipt/1")
            if at + "withdrawal.json" in self.parts:
                self.receipt(at + "withdrawal", at + "withdrawal-body.json", key, one, "withdrawnAt", "segel-withdrawal/1")
        return found

    def receipt(self, stem, body_name, key, submission, when, shape):
        data, p7s = self.part(stem + ".json"), self.part(stem + ".p7s")
        receipt = parse(data, stem)
        need(receipt["format"] == shape and receipt["kdLpse"] == self.trust.code and receipt["kdTender"] == self.kd
             and receipt["versiTender"] == self.version and receipt["envelopeId"] == key and receipt["submissionId"] == submission, "context")
        crls = []
        for digest in receipt["revocationSha256"]:
            kinds = [kind for kind in ("crl", "ocsp") if f"revocation/{digest}.{kind}" in self.parts]
            need(kinds, f"revocation answer {digest[:12]} is absent")
            if "crl" in kinds:
                crls.append(self.parts[f"revocation/{digest}.crl"])
        signed = Signed(p7s, self.box, data)
        tsr = self.parts.get(stem + ".tsr")
        at = moment(receipt[when]) if tsr is None else stamp_time(tsr, p7s, self.trust, self.box)
        need(at + TOLERANCE >= moment(receipt[when]), "timestamp earlier than the receipt")
        need(is_signing(signed.sole()), "usage of the LPSE")
        self.trust.path(signed.sole(), "lpse", at, crls, required=False)
        need(moment(receipt[when]) < moment(receipt["closesAt"]), "late")
        log, body = receipt["log"], receipt["log"]["body"]
        need(all(receipt.get(name) == value for name, value in body.items() if name != "salt"), "body and receipt")
        need(len(base64.urlsafe_b64decode(body["salt"] + "=")) == 32, "salt")
        kind = "submission-received" if when == "receivedAt" else "submission-withdrawn"
        leaf = canonical({"type": kind, "kdTender": self.kd, "envelopeId": key, "time": receipt[when],
                          "bodySha256": sha(canonical(body).encode())}).encode()
        hashed = hashlib.sha256(b"\x00" + leaf).digest()
        need(log["index"] < len(self.lines) and self.lines[log["index"]] == leaf, "leaf at its index")
        size, root = self.head(log["checkpoint"].encode())
        need(log["origin"] == self.trust.log.name, "origin")
        need(inclusion_root(hashed, log["index"], size, [bytes.fromhex(one) for one in log["inclusionProof"]]) == root, "inclusion")
        need(parse(self.part(body_name), body_name) == body, "body")
        return receipt, crls, at

    def manifests(self, key, live, receipts):
        found, inforce = {}, {body["submissionId"] for body in live}
        for one in self.folders(key):
            at = f"bids/{key}/{one}/"
            if at + "manifest.json" in self.parts and at + "manifest.p7s" in self.parts or one in inforce:
                found[one] = self.manifest(at, receipts[one])
        return found

    def manifest(self, at, proven):
        receipt, crls, judged = proven
        data, p7s = self.part(at + "manifest.json"), self.part(at + "manifest.p7s")
        need((sha(data), sha(p7s)) == (receipt["manifestSha256"], receipt["signatureSha256"]), "digests of the receipt")
        manifest = parse(data, "manifest")
        context = manifest["context"]
        need(manifest["format"] == "sampul/1", "format")
        signed = Signed(p7s, self.box, data)
        one = signed.sole()
        need(sha(one) == context["bidder"]["certificateSha256"], "signer")
        tsr = self.parts.get(at + "manifest.tsr")
        when = judged if tsr is None else stamp_time(tsr, p7s, self.trust, self.box)
        need(all(context[name] == receipt[name] for name in ("kdLpse", "kdTender", "versiTender", "envelopeId")), "context")
        need(context["bidder"]["bidderId"] == receipt["bidderId"], "bidder")
        if "headerLockSha256" in manifest["objects"][0]:
            need(is_signing(one), "usage of the bidder")
            self.trust.path(one, "ams", when, crls)
        else:
            letter, value = read_cms(self.part(at + "registration.p7m"), self.box, "segel-device/1")
            self.trust.path(letter.sole(), "lpse", when, crls, required=False)
            need(value["deviceCertificateSha256"] == sha(one) and moment(value["validFrom"]) <= when + TOLERANCE, "device")
        policy = next((policy for policy, digest in self.policies if digest == context["policySha256"]), None)
        need(policy and policy["serial"] == context["policySerial"], "policy")
        envelope = next(one for one in policy["envelopes"] if one["envelopeId"] == context["envelopeId"])
        openers = envelope["openers"]
        wanted = [envelope["packageCertificate"]] if openers is None else (
            [openers["certificate"]] if openers["kind"] == "quorum" else openers["certificates"])
        need(sorted(context["recipients"]) == sorted(sha(b64(text)) for text in wanted), "recipients")
        need(context["packageCertificateSha256"] == sha(b64(envelope["packageCertificate"])), "package certificate")
        return manifest

    # 11 to 15

    def release(self, key, due, manifests):
        der = self.part(f"openings/{key}/release.p7m")
        signed, value = read_cms(der, self.box, "segel-release/1")
        at = moment(value["releasedAt"])
        need(is_signing(signed.sole()), "usage of the key server")
        self.trust.path(signed.sole(), "kms", at)
        need((value["kdLpse"], value["kdTender"], value["versiTender"], value["envelopeId"]) ==
             (self.trust.code, self.kd, self.version, key), "another envelope")
        need(at >= self.deadline(key), "before the hour")
        released = sorted((bid["submissionId"], bid["manifestSha256"]) for bid in value["bids"])
        need(released == sorted((body["submissionId"], body["manifestSha256"]) for body in due), "not the bids in force")
        for bid in value["bids"]:
            wanted = manifests[bid["submissionId"]]["objects"]
            given = {one["id"]: one for one in bid["objects"]}
            need(len(given) == len(bid["objects"]) == len(wanted), "objects")
            for one in wanted:
                self.header(key, bid["submissionId"], one, given[one["id"]])
        closed = self.leaves_of("closed", key)[0][0]
        leaf = next(((i, leaf) for i, leaf in self.leaves_of("headers-released", key)
                     if leaf["body"]["releaseSha256"] == sha(der) and i > closed), None)
        need(leaf, "release is not logged")
        need(any(closed < i < leaf[0] and one["body"]["bids"] == len(value["bids"])
                 for i, one in self.leaves_of("release-requested", key)), "request is not logged")
        return leaf[1]

    def header(self, key, submission, wanted, given):
        need(given["headerSha256"] == wanted["headerSha256"] and given["lockSha256"] == wanted.get("headerLockSha256"), "header digests")
        header = b64(given["header"])
        if not header:
            return
        if "headerLockSha256" in wanted:
            need(sha(header) == wanted["headerSha256"], "header")
            return
        sealed = self.part(f"bids/{key}/{submission}/headers/{wanted['id']}.p7m")
        need(sha(sealed) == wanted["headerSha256"] and gcm_parts(sealed) == gcm_parts(header), "header")

    def quorum(self, key, released):
        envelope = self.envelope_of(key)
        openers, members = envelope["openers"], envelope["signers"]
        if openers and openers["kind"] == "members":
            return
        opening = parse(self.part(f"openings/{key}/opening.json"), "opening")["openingId"]
        signed, value = read_cms(self.part(f"openings/{key}/session.p7m"), self.box, "segel-session/1")
        self.entitled(signed, moment(released["time"]), members)
        need((value["openingId"], value["kdTender"], value["envelopeId"]) == (opening, self.kd, key), "session")
        session = sha(b64(value["sessionCertificate"]))
        logged = [leaf for _, leaf in self.leaves_of("opening-contribution", key)]
        need(any("leader" in leaf["body"] and leaf["body"].get("sessionCertificateSha256") == session for leaf in logged), "session is not logged")
        if openers is None:
            return
        holders = set()
        for name in self.names(rf"openings/{key}/contributions/"):
            signed, value = read_cms(self.part(name), self.box, "segel-contribution/1")
            leaf = next((leaf for leaf in logged if leaf["body"].get("shareSha256") == value["shareSha256"]), None)
            need(leaf, f"{name} is not logged")
            place = self.entitled(signed, moment(leaf["time"]), members)
            need(value["openingId"] == opening and value["sessionCertificateSha256"] == session == leaf["body"]["sessionSha256"]
                 and value["holderCertificateSha256"] == sha(b64(openers["holders"][place]))
                 and value["shareSha256"] == sha(b64(value["sealedShare"])), name)
            holders.add(value["holderCertificateSha256"])
        need(len(holders) >= openers["threshold"], "too few shares")

    def results(self, key, due):
        opening = parse(self.part(f"openings/{key}/opening.json"), "opening")["openingId"]
        members = self.envelope_of(key)["signers"]
        logged = self.leaves_of("opening-result", key)
        names = self.names(rf"openings/{key}/results/")
        need(len(names) == len(logged), "results and leaves")
        manifests = {body["submissionId"]: body["manifestSha256"] for body in due}
        found, seen = [], set()
        for name in names:
            signed, value = read_cms(self.part(name), self.box, "segel-result/1")
            one = sha(signed.signers[0])
            leaf = next((leaf for _, leaf in logged if leaf["body"]["resultSha256"] == sha(signed.content)
                         and leaf["body"]["memberCertificateSha256"] == one), None)
            need(leaf, f"{name} is not logged")
            self.entitled(signed, moment(leaf["time"]), members)
            need((value["openingId"], value["kdTender"], value["envelopeId"]) == (opening, self.kd, key)
                 and manifests.get(value["submissionId"]) == value["manifestSha256"], name)
            need((one, value["submissionId"]) not in seen, "two results of one member")
            seen.add((one, value["submissionId"]))
            found.append({**value, "sha256": sha(signed.content)})
        for submission in manifests:
            outcomes = {canonical(one["outcome"]) for one in found if one["submissionId"] == submission}
            need(len(outcomes) == 1, f"{submission}: {len(outcomes)} outcomes")
        return found

    def opened(self, key, results, manifests):
        priced = self.envelope_of(key)["carriesPrice"]
        for one in results:
            outcome = one["outcome"]
            if outcome["kind"] != "opened":
                continue
            need(outcome["innerSha256"] == manifests[one["submissionId"]]["inner"]["sha256"], "opened is not what was sealed")
            need((outcome["price"] is not None) == priced, "price")

    def referrals(self, key, results):
        failed = [one for one in results if one["outcome"]["kind"] == "not-opened"]
        bids = {one["submissionId"] for one in failed}
        at = f"openings/{key}/referrals/"
        need(all(name[len(at):].split(".")[0] in bids for name in self.names(re.escape(at))), "referral of another bid")
        silent = False
        for one in sorted(bids):
            referred = [leaf for _, leaf in self.leaves_of("bid-referred", key) if leaf["body"]["submissionId"] == one]
            stated = [leaf for _, leaf in self.leaves_of("bid-stated", key) if leaf["body"]["submissionId"] == one]
            if f"{at}{one}.result.p7m" not in self.parts:
                need(not referred, "referral is absent")
                silent = True
                continue
            signed = Signed(self.parts[f"{at}{one}.result.p7m"], self.box)
            need(referred and sha(signed.content) in {result["sha256"] for result in failed}, "referral")
            if f"{at}{one}.statement.p7m" not in self.parts:
                need(not stated, "statement is absent")
                silent = True
                continue
            signed, value = read_cms(self.parts[f"{at}{one}.statement.p7m"], self.box, "segel-statement/1")
            need(is_signing(signed.sole()), "usage of the LPSE")
            self.trust.path(signed.sole(), "lpse", moment(value["statedAt"]), required=False)
            need((value["kdTender"], value["envelopeId"], value["submissionId"]) == (self.kd, key, one), "statement")
            need(stated and stated[0]["body"]["statementSha256"] == sha(signed.content), "statement is not logged")
        return "missing" if silent else None

    # 16 and 17

    def sealed(self, live, receipts, results):
        damaged = False
        for body in live:
            one = body["submissionId"]
            pieces = sorted(name for name in self.large if re.match(rf"sealed/{re.escape(one)}\.sampul(\.\d{{3}})?\Z", name))
            need(pieces, f"{one} is not included")
            digest = hashlib.sha256()
            with open(self.path, "rb") as file:
                for name in pieces:
                    offset, size, _ = self.large[name]
                    file.seek(offset)
                    while size:
                        data = file.read(min(size, 1 << 20))
                        digest.update(data)
                        size -= len(data)
            if digest.hexdigest() == receipts[one][0]["sealedSha256"]:
                continue
            said = [result["outcome"] for result in results or [] if result["submissionId"] == one]
            need(said and all(outcome.get("reason") == "damaged-in-storage" for outcome in said), f"{one} is not the receipted file")
            damaged = True
        return "missing" if damaged else None

    def seen(self):
        found = set()
        for name in self.names(r"log/(?:checkpoint|witness-\d\d)$"):
            self.head(self.part(name))
            found |= cosigners(self.part(name), self.witnesses, self.box)
        return found

    # the whole

    def settle(self):
        """A check that answered "missing" was honestly not possible."""
        return self.rows[-1]["outcome"] != "failed"

    def mark(self, value):
        if value == "missing":
            self.rows[-1]["outcome"] = "missing"
        return value

    def judge(self):
        try:
            order, listed = self.load()
        except (Bad, KeyError, TypeError, ValueError, struct.error) as error:
            self.row(1, "failed", str(error))
            self.skip(range(2, 7))
            return
        self.run(1, lambda: self.check_index(order, listed))
        self.trust.extra = [self.parts[name] for name in self.names(r"certificates/")]
        newest = {}
        for name in self.names(r"revocation/.*\.crl$"):
            issuer = openssl("crl", "-inform", "DER", "-noout", "-issuer", data=self.parts[name]).stdout
            known = newest.get(issuer)
            if issuer and (known is None or this_update(known) < this_update(self.parts[name])):
                newest[issuer] = self.parts[name]
        self.trust.crls = list(newest.values())
        self.read_leaves()
        self.own = []
        ordered = self.holds(self.try_order)
        if ordered:
            self.policies = self.run(2, self.check_policies)
        else:
            self.skip([2])
        self.run(3, self.log_head)
        self.run(4, self.order)
        if not self.policies:
            self.skip([5, 6])
        else:
            self.run(5, self.logged)
            passed = self.run_technical()
            for envelope in self.policies[-1][0]["envelopes"]:
                self.envelope(envelope["envelopeId"], passed)
        names = self.run(17, self.seen)
        if self.settle() and (names is None or names is True or not names):
            self.rows[-1]["outcome"] = "missing"

    def try_order(self):
        try:
            self.order()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Bad(str(error)) from error

    def run_technical(self):
        if not (self.envelope_of("file-1") and self.envelope_of("file-2")):
            self.row(6, "passed")
            return None
        live = None
        if self.holds(lambda: self.complete("file-1")):
            live = self.complete("file-1")
        value = self.run(6, lambda: self.technical(live))
        return False if value is None else self.mark(value)

    def envelope(self, key, passed):
        if not self.leaves_of("closed", key):
            self.row(7, "missing", "not closed", key)
            return
        if f"log/{key}.closed" not in self.parts and not self.leaves_of("release-requested", key):
            self.row(7, "missing", "opening stage not begun", key)
            return
        self.run(7, lambda: self.closed(key), key)
        live = self.run(8, lambda: self.complete(key), key)
        live = [] if live is True else live
        receipts = self.run(9, lambda: self.receipts(key) or {}, key)
        manifests = None
        if live is None or receipts is None:
            self.skip([10], key)
        else:
            manifests = self.run(10, lambda: self.manifests(key, live, receipts), key)
        results = self.opening(key, live, manifests, passed)
        if not any(name.startswith("sealed/") for name in self.large):
            self.row(16, "missing", "not included", key)
        elif live is None or receipts is None:
            self.skip([16], key)
        else:
            self.mark(self.run(16, lambda: self.sealed(live, receipts, results), key))

    def opening(self, key, live, manifests, passed):
        price = key == "file-2"
        if live is None or manifests is None or (price and passed is False):
            self.skip(range(11, 16), key)
            return None
        if f"openings/{key}/release.p7m" not in self.parts and not self.leaves_of("headers-released", key):
            for number in range(11, 16):
                self.row(number, "missing", "not released", key)
            return None
        allowed = passed if isinstance(passed, set) else set()
        due = [body for body in live if body["bidderId"] in allowed] if price else live
        released = self.run(11, lambda: self.release(key, due, manifests), key)
        if released is None:
            self.skip(range(12, 16), key)
            return None
        self.run(12, lambda: self.quorum(key, released), key)
        results = self.run(13, lambda: self.results(key, due) or [], key)
        if results is None:
            self.skip([14, 15], key)
            return None
        self.run(14, lambda: self.opened(key, results, manifests), key)
        self.mark(self.run(15, lambda: self.referrals(key, results), key))
        return results

def main(args):
    options = {"--trust": [], "--witness": []}
    files, as_json = [], False
    while args:
        word = args.pop(0)
        if word == "--json":
            as_json = True
        elif word in options and args:
            options[word].append(args.pop(0))
        else:
            files.append(word)
    if len(files) != 1 or len(options["--trust"]) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="verify-tender-") as folder:
        box = Box(folder)
        tender = Tender(files[0], Trust(options["--trust"][0], box), box, [Key(text, 4) for text in options["--witness"]])
        tender.judge()
    good = all(row["outcome"] in ("passed", "missing") for row in tender.rows)
    if as_json:
        print(json.dumps({"ok": good, "checks": tender.rows}, ensure_ascii=False))
    else:
        for row in tender.rows:
            where = f" [{row['envelopeId']}]" if row["envelopeId"] else ""
            print(f"{row['number']:2}. {row['outcome']:8} {row['check']}{where} {row.get('why', '')}".rstrip())
        print("PROVEN" if good else "NOT PROVEN")
    return 0 if good else 1

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

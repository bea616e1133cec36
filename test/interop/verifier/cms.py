"""Signatures, timestamps, paths and revocation. Signatures, names, constraints and strength are openssl's to judge; time, usages,
which certificate was meant (signingCertificateV2) and what a revocation list says are judged here."""
import base64
import functools
import hashlib
import json
import os
import re
import subprocess
import tempfile

from .der import DATA, SHA256, Certificate, Der, RevocationList, oid
from .forms import MAX_JSON, Bad, need, parse, sha

SIGNED_DATA, TST_INFO, TIMESTAMP_TOKEN = oid("1.2.840.113549.1.7.2"), oid("1.2.840.113549.1.9.16.1.4"), oid("1.2.840.113549.1.9.16.2.14")
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME = oid("1.2.840.113549.1.9.3"), oid("1.2.840.113549.1.9.4"), oid("1.2.840.113549.1.9.5")
SIGNING_CERTIFICATE = oid("1.2.840.113549.1.9.16.2.47")
DIGESTS = {SHA256: "sha256", oid("2.16.840.1.101.3.4.2.2"): "sha384", oid("2.16.840.1.101.3.4.2.3"): "sha512"}
RSA_OR_EC = {oid(f"1.2.840.113549.1.1.{n}") for n in (1, 11, 12, 13)} | {oid(f"1.2.840.10045.4.3.{n}") for n in (2, 3, 4)}

MAX_CMS = 16 << 20
FOLDER = tempfile.TemporaryDirectory(prefix="verify-tender-")


@functools.lru_cache(maxsize=None)
def file_of(data):
    """A file for openssl, each content once."""
    path = os.path.join(FOLDER.name, sha(data))
    with open(path, "wb") as file:
        file.write(data)
    return path


@functools.lru_cache(maxsize=None)
def openssl(*args, says=b""):
    """Whether the command succeeded, and said so where its exit code says nothing."""
    done = subprocess.run(["openssl", *args], capture_output=True, check=False)
    return done.returncode == 0 and says in done.stderr + done.stdout


def pem(label, der):
    return f"-----BEGIN {label}-----\n{base64.encodebytes(der).decode()}-----END {label}-----\n"


def pem_file(*certificates):
    return file_of("".join(pem("CERTIFICATE", one.der) for one in certificates).encode())


class Signed:
    """CMS SignedData of crypto/SPEC.md 5: content and signers, every one of them valid; trust is a second question."""

    def __init__(self, der, detached=None, kind=DATA, max_bytes=MAX_CMS):
        need(len(der) <= max_bytes, "CMS: too long")
        name, outer = Der(der).take(0x06, 0xA0)
        version, digests, inner, certificates, _, signers = outer.take(0x30)[0].take(0x02, 0x31, 0x30, -0xA0, -0xA1, 0x31)
        content_type, content = inner.take(0x06, -0xA0)
        need(name.content.hex() == SIGNED_DATA and content_type.content.hex() == kind, "CMS: content type")
        need(version.integer() == (1 if kind == DATA else 3) and digests.is_sorted() and signers.is_sorted(), "CMS: form")
        need((content is None) == (detached is not None), "CMS: content inside or beside")
        self.content = detached if content is None else content.take(0x04)[0].content
        self.certificates = [Certificate(one.bytes) for one in (certificates.children if certificates else [])]
        self.kind, self.announced = kind, digests.oids()
        self.signers = [self.signer(one) for one in signers.children]
        need(1 <= len(self.signers) == len({one.sha256 for one in self.signers}) <= 64, "CMS: signers")
        beside = () if detached is None else ("-content", file_of(detached))
        need(openssl("cms", "-verify", "-noverify", "-binary", "-inform", "DER", "-in", file_of(der), *beside, "-out", os.devnull), "signature")

    def signer(self, node):
        """The certificate that one SignerInfo names, by issuer and serial and by digest."""
        version, name, digest, signed, scheme, _, unsigned = node.take(0x02, 0x30, 0x30, 0xA0, 0x30, 0x04, -0xA1)
        issuer, serial = name.take(0x30, 0x02)
        found = {one.sha256: one for one in self.certificates if (one.issuer, one.serial) == (issuer.bytes, serial.bytes)}
        need(version.integer() == 1 and len(found) == 1, "CMS: signer's certificate")
        certificate = next(iter(found.values()))
        algorithm = digest.children[0].content.hex()
        allowed = DIGESTS if self.kind == TST_INFO else {SHA256}
        need(algorithm in allowed and algorithm in self.announced and scheme.children[0].content.hex() in RSA_OR_EC, "CMS: algorithm")
        attributes = {}
        for one in signed.children:
            kind, values = one.take(0x06, 0x31)
            need(len(values.children) == 1 and kind.content.hex() not in attributes, "CMS: attribute")
            attributes[kind.content.hex()] = values.children[0]
        need(signed.is_sorted() and {CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME, SIGNING_CERTIFICATE} <= set(attributes), "CMS: attributes")
        hashed = hashlib.new(DIGESTS[algorithm], self.content).digest()
        need(attributes[CONTENT_TYPE].content.hex() == self.kind and attributes[MESSAGE_DIGEST].content == hashed, "CMS: other content")
        attributes[SIGNING_TIME].time()
        others = [one.children[0].content.hex() for one in (unsigned.children if unsigned else [])]
        need(others in ([], [TIMESTAMP_TOKEN]), "CMS: unsigned attribute")
        self.signing_certificate(attributes[SIGNING_CERTIFICATE], certificate)
        return certificate

    @staticmethod
    def signing_certificate(value, certificate):
        """RFC 5035 3: the first certificate of the attribute is the signer's."""
        algorithm, digest, name = value.take(0x30, -0x30)[0].children[0].take(-0x30, 0x04, -0x30)
        kind = DIGESTS.get(algorithm.children[0].content.hex()) if algorithm else "sha256"
        need(kind and hashlib.new(kind, certificate.der).digest() == digest.content, "CMS: signingCertificateV2 names another")
        if name:
            names, serial = name.take(0x30, 0x02)
            same = serial.bytes == certificate.serial and [one.content for one in names.children] == [certificate.issuer]
            need(same, "CMS: signingCertificateV2 names another")

    def sole(self):
        need(len(self.signers) == 1, "one signer")
        return self.signers[0]


def read_signed(der, shape, what, max_bytes=MAX_JSON):
    """(who signed, the message)"""
    signed = Signed(der, max_bytes=max(max_bytes, MAX_CMS))
    return signed, parse(signed.content, shape, what, max_bytes)


class Trust:
    """Anchors of the one who judges, by role; certificates and lists of the dossier help and are not trusted by themselves."""

    def __init__(self, folder):
        with open(os.path.join(folder, "trust.json"), "rb") as file:
            facts = json.load(file)
        self.code, self.log_key = facts["kdLpse"], facts["logVerifierKey"]
        self.anchors = {}
        for role in ("lpse", "ams", "kms", "tsa"):
            with open(os.path.join(folder, facts["anchors"][role]), "rb") as file:
                blocks = re.findall(rb"-----BEGIN CERTIFICATE-----\s(.*?)-----END", file.read(), re.S)
            self.anchors[role] = [Certificate(base64.b64decode(block)) for block in blocks]
        self.pool, self.archive, self.until = [], [], None

    def path(self, certificate, role, at, lists=None, others=(), required=True):
        """A path to an anchor of this role, valid at that time and of which nothing was revoked by then: by the lists that a receipt
        names, else by all of the dossier."""
        why = Bad(f"no path to {role}")
        for path in self.paths([certificate], role, [*others, *self.pool]):
            try:
                self.require_sound(path, at, lists, required)
                return path
            except Bad as error:
                why = error
        raise why

    def paths(self, path, role, pool):
        last = path[-1]
        fits = [one for one in {one.sha256: one for one in pool}.values()
                if one.subject.bytes == last.issuer and (None in (last.issuer_key_id, one.key_id) or last.issuer_key_id == one.key_id)]
        for anchor in self.anchors[role]:
            if anchor.subject.bytes == last.issuer:
                yield [*path, anchor]
        for one in fits:
            if len(path) < 6 and one not in path:
                yield from self.paths([*path, one], role, pool)

    def require_sound(self, path, at, lists, required):
        leaf, *between, anchor = path
        untrusted = ("-untrusted", pem_file(*between)) if between else ()
        need(openssl("verify", "-x509_strict", "-auth_level", "2", "-purpose", "any", "-no_check_time", "-CAfile", pem_file(anchor),
                     *untrusted, pem_file(leaf)), "path")
        second = at.replace(microsecond=0)
        need(all(one.begins <= second <= one.ends for one in path), "a certificate of the path was not valid then")
        for one, issuer in zip(path, path[1:]):
            found, known = archived(one, issuer, at, self.archive, self.until) if lists is None else answered(one, issuer, at, lists)
            since = [each.revoked[one.serial] for each in found if one.serial in each.revoked]
            need(all(each > at for each in since), "revoked")
            need(known or not required, "revocation is unknown")


def answered(certificate, issuer, at, lists):
    """Those of a receipt's lists that were current when they were archived, and whether they are enough."""
    moment = max([at] + [one.issued for one in lists])
    found = [one for one in lists if one.issued <= moment <= one.next and speaks(one, certificate, issuer)]
    return found, any(one.is_whole for one in found)


def archived(certificate, issuer, at, lists, until):
    """DOSSIER.md 3: every list from the moment on; where none is there, the newest, if nobody could have had a newer one. A revocation
    later than the moment changes nothing."""
    own = [one for one in lists if speaks(one, certificate, issuer)]
    later = [one for one in own if one.issued >= at]
    if any(one.is_whole for one in later):
        return later, True
    newest = max((one for one in own if one.issued < at and one.is_whole), key=lambda one: (one.issued, one.number), default=None)
    return later + [newest] * bool(newest), newest is not None and newest.next >= max(at, min(until, certificate.ends))


def speaks(revocation, certificate, issuer):
    return revocation.speaks_of(certificate) and issuer.may_sign_lists and openssl(
        "crl", "-inform", "DER", "-in", file_of(revocation.der), "-CAfile", pem_file(issuer), "-noout", says=b"verify OK")


def read_lists(parts):
    """Unreadable ones count as absent, and so do those without an end."""
    for data in parts:
        try:
            one = RevocationList(data)
        except (Bad, ValueError, IndexError):
            continue
        if one.next is not None:
            yield one


def timestamp(response, data, trust, lists):
    """genTime of an RFC 3161 response over `data` that leads to the TSA's anchor."""
    state, token = Der(response).take(0x30, 0x30)
    need(state.children[0].integer() == 0, "timestamp was refused")
    signed = Signed(token.bytes, kind=TST_INFO)
    fields = Der(signed.content).children
    need(fields[2].children[0].children[0].content.hex() == SHA256, "imprint")
    at = next(one for one in fields if one.tag == 0x18).time()
    need(openssl("ts", "-verify", "-data", file_of(data), "-in", file_of(response), "-CAfile", pem_file(*trust.anchors["tsa"]),
                 "-attime", str(int(at.timestamp()))), "timestamp")
    trust.path(signed.sole(), "tsa", at, lists, signed.certificates, required=False)
    return at

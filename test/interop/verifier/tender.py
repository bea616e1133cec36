"""A dossier in memory, and checks 1 to 7 and 17 of DOSSIER.md 4: form, policies, the log as a whole, the technical result."""
import os
import re
from datetime import datetime, timezone

from . import shapes
from .cms import read_lists, read_signed
from .container import Run, read_zip
from .der import Certificate
from .forms import TOLERANCE, Bad, Missing, b64, digest_of, moment, need, parse, sha
from .log import Tree, cosigners, read_head

E, S, H = r"(?:satu|file-1|file-2|harga)", r"[A-Za-z0-9_-]{1,64}", r"[0-9a-f]{64}"
GROUPS = [
    r"mimetype", r"policies/\d{6}\.p7m", rf"certificates/{H}\.cer", rf"revocation/{H}\.(?:crl|ocsp)",
    rf"log/(?:{E}\.(?:closed|proof\.json)|checkpoint|leaves\.jsonl|witness-\d\d)",
    rf"bids/{E}/{S}/(?:body\.json|withdrawal-body\.json|(?:receipt|withdrawal|manifest)\.(?:json|p7s|tsr)|registration\.p7m|headers/\d{{4}}\.p7m)",
    rf"openings/{E}/(?:opening\.json|session\.p7m|release\.p7m|contributions/\d\d\.p7m|results/\d{{4}}\.p7m|referrals/{S}\.(?:result|statement)\.p7m)",
    rf"dealings/{E}\.json", r"rehearsals/\d{4}\.p7m", r"technical-result\.p7m", rf"sealed/{S}\.sampul(?:\.\d{{3}})?",
    rf"documents/{S}/(?:inner\.p7s|\d{{4}}(?:\.[a-z][a-z0-9]{{0,7}})?(?:\.\d{{3}})?)", r"trust\.json", r"dossier\.json"]
FILED = ("submission-received", "submission-withdrawn", "upload-expired")
LARGE, OF_BID = r"sealed/|documents/[^/]*/[0-9]", r"(?:sealed|documents)/([^/.]*)[/.]"
SMALL_ENTRY_BYTES, SMALL_BYTES = 256 << 20, 1 << 30
START = datetime.min.replace(tzinfo=timezone.utc)


class Tender:
    """Small parts by name, large ones by place; `own` leaves are (index, leaf) of this tender, once check 4 could read them."""

    def __init__(self, path, trust):
        self.path, self.trust, self.parts, self.large, self.listed = path, trust, {}, {}, []
        self.policies, self.own = [], []
        entries = read_zip(Run(path, [(0, os.path.getsize(path))]), 160, 60_000)
        need(sum(one.size for one in entries if not re.match(LARGE, one.name)) <= SMALL_BYTES, "small entries are too large")
        need(len({one.name for one in entries}) == len(entries), "name twice")
        self.order = [one.name for one in entries]
        self.damaged = []
        for one in entries:
            digest, right, _ = one.digests()
            self.listed.append({"name": one.name, "size": one.size, "sha256": digest})
            if not right:
                self.damaged.append(one.name)
            if re.match(LARGE, one.name):
                # A wrong CRC-32 is for check 1 to report: their bytes are judged by their digests.
                self.large[one.name] = one
            elif one.size > SMALL_ENTRY_BYTES:
                self.damaged.append(one.name)
            elif right:
                self.parts[one.name] = one.data()
        self.index = parse(self.part("dossier.json"), shapes.INDEX, "dossier.json", 16 << 20)
        self.kd, self.version = self.index["kdTender"], self.index["versiTender"]
        leaves = self.parts.get("log/leaves.jsonl", b"")
        self.ends_well = leaves[-1:] in (b"", b"\n")
        self.lines = leaves.split(b"\n")[:-1] if leaves[-1:] in (b"", b"\n") else leaves.split(b"\n")
        self.tree = Tree(self.lines)
        trust.pool = [one for one in map(_certificate, self.under("certificates/")) if one]
        trust.archive = list(read_lists(data for name, data in self.parts.items() if name.endswith(".crl")))
        trust.until = moment(self.index["createdAt"])

    def names(self, prefix):
        return [name for name in self.parts if name.startswith(prefix)]

    def under(self, prefix):
        return [self.parts[name] for name in self.names(prefix)]

    def part(self, name):
        need(name in self.parts, f"{name} is absent")
        return self.parts[name]

    def json(self, name, shape):
        return parse(self.part(name), shape, name)

    def signed(self, name, shape, **limits):
        return read_signed(self.part(name), shape, name, **limits)

    def leaves(self, kind, envelope=None):
        return [(i, leaf) for i, leaf in self.own if leaf["type"] == kind and envelope in (None, leaf["envelopeId"])]

    def is_package(self, value):
        return (value["kdLpse"], value["kdTender"], value["versiTender"]) == (self.trust.code, self.kd, self.version)

    def envelope(self, key):
        return next((one for one in self.policies[-1][0]["envelopes"] if one["envelopeId"] == key), None)

    def deadline(self, key):
        return max(moment(one["closesAt"]) for policy, _ in self.policies for one in policy["envelopes"] if one["envelopeId"] == key)

    def head(self, note):
        """A head that the log signed and that is one of these leaves."""
        size, root = read_head(note, self.trust.log)
        need(size <= len(self.lines) and self.tree.root(0, size) == root, "root of the leaves")
        return size, root

    def member(self, signed, at, envelope):
        """The place of the one signer, trusted then, among the members of the envelope."""
        one = signed.sole()
        self.usable(one, "ams", at, signed)
        places = [digest_of(text) for text in envelope["signers"]]
        need(one.sha256 in places, "not a member")
        return places.index(one.sha256)

    def usable(self, certificate, role, at, signed, opening=False, **how):
        need(certificate.may_open() if opening else certificate.may_sign(), f"usage of a certificate of {role}")
        return self.trust.path(certificate, role, at, others=signed.certificates, **how)


def _certificate(data):
    try:
        return Certificate(data)
    except (Bad, ValueError, IndexError):
        return None


def check_1_index(t):
    need(not t.damaged, f"CRC-32 or size of {t.damaged[:3]}")
    groups = [next((i for i, one in enumerate(GROUPS) if re.fullmatch(one, name, re.A)), -1) for name in t.order]
    need(-1 not in groups, "name of no entry")
    places = list(zip(groups, t.order))
    need(places == sorted(places), "order of entries")
    need({"log/checkpoint", "log/leaves.jsonl"} <= set(t.parts) and t.part("mimetype") == b"application/x-segel-dossier+zip", "entries")
    told = {name.split("/")[2] for name in t.order if re.fullmatch(rf"bids/{E}/{S}/body\.json", name)}
    need({match[1] for match in map(re.compile(OF_BID).match, t.order) if match} <= told, "content of no bid")
    need(t.index["kdLpse"] == t.trust.code, "another LPSE")
    need(t.index["entries"] == [one for one in t.listed if one["name"] != "dossier.json"], "index differs")


def check_2_policies(t):
    found, closing = [], {}
    for name in t.names("policies/"):
        signed, policy = t.signed(name, shapes.POLICY)
        digest = sha(signed.content)
        need(name == f"policies/{policy['serial']:06d}.p7m" and (not found or policy["serial"] > found[-1][0]["serial"]), "serial")
        place = next((i for i, leaf in t.leaves("policy-issued") if (leaf.get("body") or {}).get("policySha256") == digest), None)
        need(place is not None, f"{name} is not logged")
        # A leaf that was put in with an earlier time than those before it gains nothing by that.
        policy_rules(t, policy, signed, max(moment(leaf["time"]) for leaf in t.all[:place + 1]))
        for one in policy["envelopes"]:
            closes = moment(one["closesAt"])
            need(closes >= closing.get(one["envelopeId"], closes), "deadline earlier than before")
            closing[one["envelopeId"]] = closes
        found.append((policy, digest))
    need(found, "no policy")
    return found


def policy_rules(t, policy, signed, at):
    """SPEC.md 3."""
    envelopes, is_ca, keys = policy["envelopes"], policy["mode"] == "CA", set()
    need(t.is_package(policy) and len({one["envelopeId"] for one in envelopes}) == len(envelopes), "package")
    need(any(holds(t.usable, one, "lpse", at, signed) for one in signed.signers), "not signed by the LPSE")
    present = {one.sha256 for one in signed.signers}
    for envelope in envelopes:
        members = [Certificate(b64(text)) for text in envelope["signers"]]
        digests = {one.sha256 for one in members}
        need(len(digests) == len(members), "member twice")
        need(len({one.named("OU") for one in members}) == 1 and members[0].named("OU"), "one committee")
        for one in members:
            anchor = t.usable(one, "ams", at, signed)[-1]
            need(anchor.sha256 not in {each.sha256 for each in t.trust.anchors["lpse"]}, "anchor of the LPSE")
        need(len(digests & present) >= (len(members) // 2 + 1 if is_ca else 1), "majority")
        opener_rules(t, envelope, is_ca, at, signed)
        for text, purpose in ((envelope["packageCertificate"], "Sampul"), (envelope["rehearsalCertificate"], "Latihan sampul")):
            one = Certificate(b64(text))
            t.usable(one, "kms", at, signed, opening=True)
            wanted = [f"LPSE {t.trust.code}", f"Tender {t.kd} versi {t.version}", f"{purpose} {envelope['envelopeId']}"]
            need([one.named(kind) for kind in ("O", "OU", "CN")] == wanted, "subject of a package certificate")
            need(one.key not in keys, "package key twice")
            keys.add(one.key)
    t.usable(Certificate(b64(policy["auditorCertificate"])), "ams", at, signed, opening=True)


def opener_rules(t, envelope, is_ca, at, signed):
    openers = envelope["openers"]
    need((openers is None) != is_ca, "openers and mode")
    if openers is None:
        return
    is_quorum = openers["kind"] == "quorum"
    holders = openers["holders"] if is_quorum else openers["certificates"]
    need(len(holders) == len(envelope["signers"]), "members and openers")
    need(not is_quorum or (len(holders) + 2) // 2 <= openers["threshold"] <= len(holders) - 1, "threshold")
    every = [b64(text) for text in holders + ([openers["certificate"]] if is_quorum else [])]
    need(len(set(every)) == len(every) and b64(envelope["packageCertificate"]) not in every, "opener twice")
    for one in every:
        t.usable(Certificate(one), "ams", at, signed, opening=True)


def holds(check, *about):
    try:
        check(*about)
        return True
    except Bad:
        return False


def check_3_log_head(t):
    size, _ = t.head(t.part("log/checkpoint"))
    need(size == len(t.lines) and t.ends_well, "size of the log")


def check_4_log_order(t):
    newest = filed = START
    t.all = [parse(line, shapes.LEAF, f"leaf {i}") for i, line in enumerate(t.lines)]
    # Nobody makes a dossier older than its log.
    t.trust.until = max([t.trust.until] + [moment(leaf["time"]) for leaf in t.all])
    t.own = [(i, leaf) for i, leaf in enumerate(t.all) if (leaf["kdTender"], leaf["versiTender"]) == (t.kd, t.version)]
    for i, leaf in enumerate(t.all):
        at = moment(leaf["time"])
        if leaf["type"] in FILED:
            filed = max(filed, at)
        else:
            need(at + TOLERANCE >= newest and at + TOLERANCE >= filed, f"leaf {i} goes back in time")
            newest = max(newest, at)


def check_5_logged(t):
    issued = [leaf["body"]["policySha256"] for _, leaf in t.leaves("policy-issued")]
    need(sorted(issued) == sorted(digest for _, digest in t.policies), "policies and leaves")
    # A member may try again: of one rehearsal, or one dealing, the last answer counts.
    wanted = {tried(leaf["body"]): leaf for _, leaf in t.leaves("rehearsal")}
    names = t.names("rehearsals/")
    need(len(names) == len(wanted), "rehearsals and leaves")
    members = {digest_of(text) for policy, _ in t.policies for one in policy["envelopes"] for text in one["signers"]}
    for name in names:
        signed, value = t.signed(name, shapes.REHEARSAL)
        leaf = wanted.get(tried(value))
        need(leaf and leaf["body"]["opened"] == value["opened"] and leaf["envelopeId"] == value["envelopeId"], name)
        t.usable(signed.sole(), "ams", moment(leaf["time"]), signed)
        # A share is tried before a policy names its holder.
        need(value["format"] == "segel-share-confirmation/1" or signed.sole().sha256 in members, f"{name}: not a member")
    for envelope in t.policies[-1][0]["envelopes"]:
        dealing_rules(t, envelope)


def tried(value):
    return value.get("rehearsalId"), value.get("dealingSha256"), value["holderCertificateSha256"]


def dealing_rules(t, envelope):
    key, openers = envelope["envelopeId"], envelope["openers"]
    name = f"dealings/{key}.json"
    if not openers or openers["kind"] != "quorum" or name not in t.parts and f"log/{key}.closed" not in t.parts:
        return
    facts = t.json(name, shapes.DEALING)
    body = next((leaf["body"] for _, leaf in t.leaves("dealing", key) if leaf["body"]["dealingSha256"] == facts["dealingSha256"]), None)
    need(body, "dealing is not logged")
    need(facts["envelopeId"] == key and facts["certificate"] == openers["certificate"], "dealing of another certificate")
    need(facts["threshold"] == openers["threshold"] == body["threshold"], "threshold of the dealing")
    need(digest_of(facts["certificate"]) == body["certificateSha256"], "certificate of the dealing")
    need(facts["holders"] == body["holders"] == [digest_of(text) for text in openers["holders"]], "holders of the dealing")


def check_6_technical_result(t, complete):
    """The bidders who passed; an empty set for tenders of one file, which need none."""
    committee = t.envelope("file-1")
    if not committee or not t.envelope("file-2"):
        return set()
    released, leaves = t.leaves("headers-released", "file-2"), t.leaves("technical-result")
    if "technical-result.p7m" not in t.parts:
        need(not released and not leaves, "no technical result")
        raise Missing("no technical result yet")
    signed, value = t.signed("technical-result.p7m", shapes.TECHNICAL)
    place, leaf = next(((i, leaf) for i, leaf in leaves if (leaf.get("body") or {}).get("resultSha256") == sha(signed.content)), (None, None))
    need(leaf, "technical result is not logged")
    members = {digest_of(text) for text in committee["signers"]}
    agreeing = [one for one in signed.signers if one.sha256 in members]
    for one in agreeing:
        t.usable(one, "ams", moment(leaf["time"]), signed)
    need(len(agreeing) * 2 > len(members) and t.is_package(value), "no majority, or another tender")
    try:
        bidders = {body["bidderId"] for body in complete("file-1")}
    except Bad:
        bidders = set(value["passed"])
    need(set(value["passed"]) <= bidders, "passed without a bid")
    need(all(i > place for i, _ in released), "released before the technical result")
    return set(value["passed"])


def check_7_closed(t, key):
    (place, leaf), *more = t.leaves("closed", key)
    need(not more and moment(leaf["time"]) >= t.deadline(key), "closed once and after the hour")
    size, _ = t.head(t.part(f"log/{key}.closed"))
    head, _ = t.head(t.part("log/checkpoint"))
    need(size == place + 1, "closed checkpoint")
    proof = t.json(f"log/{key}.proof.json", shapes.PROOF)
    wanted = [one.hex() for one in t.tree.consistency(size, 0, head)]
    need(proof == {"from": size, "to": head, "proof": wanted}, "consistency proof")


def check_17_witnesses(t, witnesses):
    found = set()
    for name in [one for one in t.parts if re.fullmatch(r"log/(?:checkpoint|witness-\d\d)", one)]:
        t.head(t.parts[name])
        found |= cosigners(t.parts[name], witnesses)
    if not found:
        raise Missing("no known witness")

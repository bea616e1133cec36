"""Checks 8 to 10 and 16 of DOSSIER.md 4: every bid that was filed, its receipt, the outer part of its file, and the file itself."""
import base64
import hashlib
import math
import re

from . import shapes
from .cms import Signed, read_lists, timestamp
from .container import Run, read_zip
from .der import Header
from .forms import TOLERANCE, Bad, Missing, canonical, digest_of, moment, need, parse, sha


def folders(t, key):
    return sorted({name.split("/")[2] for name in t.names(f"bids/{key}/")})


def check_8_complete(t, key):
    """Bodies of the bids in force (SPEC.md 7)."""
    closed = t.leaves("closed", key)
    end, said = (closed[0][0], closed[0][1].get("body") or {}) if closed else (0, {})
    filed = [(i, leaf) for i, leaf in t.own if leaf["envelopeId"] == key and leaf["type"].startswith("submission-")]
    need(all(i <= end and moment(leaf["time"]) < t.deadline(key) for i, leaf in filed), "filed after closing")
    bodies = []
    for at in [f"bids/{key}/{one}/" for one in folders(t, key)]:
        bodies.append(t.json(at + "body.json", shapes.BODY))
        t.part(at + "receipt.json")
        if t.names(at + "withdrawal"):
            bodies.append(t.json(at + "withdrawal-body.json", shapes.WITHDRAWAL_BODY))
            t.part(at + "withdrawal.json")
    by_digest = {sha(canonical(body).encode()): body for body in bodies}
    digests = [leaf.get("bodySha256") for _, leaf in filed]
    need(len(set(digests)) == len(digests) == len(bodies) and set(digests) == set(by_digest), "bodies and leaves")
    live = {}
    for _, leaf in filed:
        body = by_digest[leaf["bodySha256"]]
        received = leaf["type"] == "submission-received"
        need(("receivedAt" in body) == received and (not received or body["receivedAt"] == leaf["time"]), "kind of a body")
        if received:
            live.pop(body["bidderId"], None)
            live[body["bidderId"]] = body
        elif live.get(body["bidderId"], {}).get("submissionId") == body["submissionId"]:
            del live[body["bidderId"]]
    received = sum(leaf["type"] == "submission-received" for _, leaf in filed)
    need((said.get("submissions"), said.get("live")) == (received, len(live)), "closed says otherwise")
    return list(live.values())


def check_9_receipts(t, key):
    """Submission -> (receipt, its archived lists, time to judge at)."""
    found = {}
    for one in folders(t, key):
        at = f"bids/{key}/{one}/"
        found[one] = receipt(t, at + "receipt", at + "body.json", (key, one))
        if at + "withdrawal.json" in t.parts:
            receipt(t, at + "withdrawal", at + "withdrawal-body.json", (key, one))
    return found


def receipt(t, stem, body_name, bid):
    """SPEC.md 5 and 6."""
    is_receipt = stem.endswith("receipt")
    data, p7s, tsr = t.part(stem + ".json"), t.part(stem + ".p7s"), t.parts.get(stem + ".tsr")
    value = parse(data, shapes.RECEIPT if is_receipt else shapes.WITHDRAWAL, stem)
    need(t.is_package(value) and (value["envelopeId"], value["submissionId"]) == bid, "receipt of another bid")
    kinds = [[kind for kind in ("crl", "ocsp") if f"revocation/{one}.{kind}" in t.parts] for one in value["revocationSha256"]]
    need(all(len(one) == 1 for one in kinds), "archived revocation answers")
    named = [t.parts[f"revocation/{one}.crl"] for one, kind in zip(value["revocationSha256"], kinds) if kind == ["crl"]]
    lists = list(read_lists(named))
    signed, time = Signed(p7s, data), moment(value["receivedAt" if is_receipt else "withdrawnAt"])
    judged = time if tsr is None else timestamp(tsr, p7s, t.trust, lists)
    need(judged + TOLERANCE >= time, "timestamp is earlier than the receipt")
    t.usable(signed.sole(), "lpse", judged, signed, lists=lists, required=False)
    need(time < moment(value["closesAt"]), "late")
    log, body = value["log"], value["log"]["body"]
    need(all(value[name] == fact for name, fact in body.items() if name != "salt"), "body and receipt")
    need(len(base64.urlsafe_b64decode(body["salt"] + "==")) == 32, "salt")
    leaf = {"type": "submission-received" if is_receipt else "submission-withdrawn", "kdTender": t.kd,
            "versiTender": t.version, "envelopeId": bid[0],
            "time": value["receivedAt" if is_receipt else "withdrawnAt"], "bodySha256": sha(canonical(body).encode())}
    size, _ = t.head(log["checkpoint"].encode())
    need(log["origin"] == t.trust.log.name and log["index"] < size and t.lines[log["index"]] == canonical(leaf).encode(), "leaf at its index")
    need(log["inclusionProof"] == [one.hex() for one in t.tree.inclusion(log["index"], 0, size)], "inclusion proof")
    need(t.json(body_name, None) == body, "body of the dossier")
    return value, lists, judged


def check_10_manifests(t, key, live, receipts):
    in_force, found = {body["submissionId"] for body in live}, {}
    for one in folders(t, key):
        at = f"bids/{key}/{one}/"
        if one in in_force or at + "manifest.json" in t.parts and at + "manifest.p7s" in t.parts:
            found[one] = manifest(t, at, *receipts[one])
    return found


def manifest(t, at, receipted, lists, judged):
    data, p7s, tsr = t.part(at + "manifest.json"), t.part(at + "manifest.p7s"), t.parts.get(at + "manifest.tsr")
    need((sha(data), sha(p7s)) == (receipted["manifestSha256"], receipted["signatureSha256"]), "digests of the receipt")
    value = read_manifest(data)
    context, signed = value["context"], Signed(p7s, data)
    one, when = signed.sole(), judged if tsr is None else timestamp(tsr, p7s, t.trust, lists)
    need(one.sha256 == context["bidder"]["certificateSha256"], "signer")
    need(all(context[name] == receipted[name] for name in shapes.PLACE) and context["bidder"]["bidderId"] == receipted["bidderId"], "context")
    if is_ca(value):
        need(one.issuer != one.subject.bytes, "self-issued signer")
        t.usable(one, "ams", when, signed, lists=lists)
    else:
        letter, device = t.signed(at + "registration.p7m", shapes.DEVICE)
        t.usable(letter.sole(), "lpse", when, letter, lists=lists, required=False)
        need(device["deviceCertificateSha256"] == one.sha256 and moment(device["validFrom"]) <= when + TOLERANCE, "device")
    policy = next((policy for policy, digest in t.policies if digest == context["policySha256"]), {"serial": 0, "envelopes": []})
    envelope = next((each for each in policy["envelopes"] if each["envelopeId"] == context["envelopeId"]), None)
    need(envelope and policy["serial"] == context["policySerial"], "policy")
    openers, package = envelope["openers"] or {}, envelope["packageCertificate"]
    wanted = {"members": openers.get("certificates"), "quorum": [openers.get("certificate")], None: [package]}[openers.get("kind")]
    need(sorted(context["recipients"]) == sorted(map(digest_of, wanted)), "recipients")
    need(context["packageCertificateSha256"] == digest_of(package), "package certificate")
    return value


def is_ca(manifest_value):
    return "headerLockSha256" in manifest_value["objects"][0]


def read_manifest(data):
    """crypto/SPEC.md 5."""
    value = parse(data, shapes.MANIFEST, "manifest")
    objects, context = value["objects"], value["context"]
    need([one["id"] for one in objects] == [f"{i:04d}" for i in range(len(objects))], "objects without gaps")
    need(all(("headerLockSha256" in one) == is_ca(value) for one in objects), "modes are mixed")
    blocks = [math.ceil(one["size"] / (16 << 20)) if one["size"] > 64 << 20 else None for one in objects]
    need([len(one["blockSha256"]) if "blockSha256" in one else None for one in objects] == blocks, "block digests")
    recipients, package = context["recipients"], context["packageCertificateSha256"]
    need(len(set(recipients)) == len(recipients), "recipient twice")
    need(package not in recipients if is_ca(value) else recipients == [package], "recipients and mode")
    return value


def check_16_sealed_files(t, key, live, receipts, results):
    damaged, in_force = [], {body["submissionId"] for body in live}
    for one in {name[7:].split(".")[0] for name in t.large if name.startswith("sealed/")} - in_force:
        need(f"bids/{key}/{one}/body.json" not in t.parts, f"{one} is not in force")
    for one in [body["submissionId"] for body in live]:
        pieces = sorted(name for name in t.large if re.fullmatch(rf"sealed/{one}\.sampul(?:\.\d{{3}})?", name))
        need(pieces, f"{one} is not included")
        said = {result["outcome"].get("reason") for result in results or [] if result["submissionId"] == one}
        try:
            sealed_file(Run(t.path, [(t.large[name].start, t.large[name].size) for name in pieces]), receipts[one][0])
        except (Bad, KeyError):
            need(said == {"damaged-in-storage"}, f"{one} is not whole, or not the receipted one")
            damaged.append(one)
    if damaged:
        raise Missing(f"damaged, as the members found: {damaged}")


def sealed_file(run, receipted):
    """crypto/SPEC.md 6, what needs no key: the receipted bytes, the one byte form, and objects and evidence as the manifest has them."""
    whole = hashlib.sha256()
    for piece in run.pieces():
        whole.update(piece)
    need(whole.hexdigest() == receipted["sealedSha256"], "not the receipted file")
    entries = {one.name: one for one in read_zip(run, 32, 20_010)}
    digests = {name: one.digests() for name, one in entries.items()}
    need(all(right for _, right, _ in digests.values()), "CRC-32 in a sealed file")
    need(all(one.size <= 8 << 20 for name, one in entries.items() if not name.endswith(".enc")), "entry of a sealed file is too long")
    value = read_manifest(entries["manifest.json"].data())
    ids, lock = [one["id"] for one in value["objects"]], "lock.p7m" if is_ca(value) else "p7m"
    wanted = ["mimetype", *(f"objects/{one}.{end}" for one in [*ids[1:], ids[0]] for end in ("enc", lock)),
              "evidence.p7m", "manifest.json", "manifest.p7s"]
    need(list(entries) in (wanted, [*wanted, "manifest.tsr"]) and entries["mimetype"].data() == b"application/x-sampul+zip", "entries")
    need((digests["manifest.json"][0], digests["manifest.p7s"][0]) == (receipted["manifestSha256"], receipted["signatureSha256"]), "manifest")
    need(digests["evidence.p7m"][0] == value["context"]["evidenceSha256"], "evidence")
    Header(entries["evidence.p7m"].data(), 1 << 20)
    for one in value["objects"]:
        content, header = f"objects/{one['id']}.enc", f"objects/{one['id']}.{lock}"
        digest, _, blocks = digests[content]
        need((entries[content].size, digest) == (one["size"], one["sha256"]) and one.get("blockSha256", blocks) == blocks, content)
        need(digests[header][0] == one.get("headerLockSha256", one["headerSha256"]), header)
        need((Header(entries[header].data(), 512 << 10).content is not None) == is_ca(value), header)

"""Checks 11 to 15 of DOSSIER.md 4: what the key server released, who held the key, what the members found, what became of the rest."""
from . import shapes
from .der import Header
from .forms import Missing, b64, canonical, digest_of, moment, need, sha

RELEASE_BYTES = 96 << 20


def logged(t, kind, key, **facts):
    """Leaves of this kind whose body says so."""
    return [(i, leaf) for i, leaf in t.leaves(kind, key)
            if all((leaf.get("body") or {}).get(name) == fact for name, fact in facts.items())]


def check_11_release(t, key, due, manifests):
    """The leaf of the release, and the bids with an empty header."""
    name = f"openings/{key}/release.p7m"
    signed, value = t.signed(name, shapes.RELEASE, max_bytes=RELEASE_BYTES)
    closed = t.leaves("closed", key)[0][0]
    place, leaf = next(((i, one) for i, one in logged(t, "headers-released", key, releaseSha256=sha(t.part(name))) if i > closed), (0, None))
    need(leaf, "release is not logged")
    t.usable(signed.sole(), "kms", moment(leaf["time"]), signed)
    need(t.is_package(value) and value["envelopeId"] == key, "another envelope")
    need(moment(value["releasedAt"]) >= t.deadline(key), "before the hour")
    released = sorted((bid["submissionId"], bid["manifestSha256"]) for bid in value["bids"])
    need(released == sorted((body["submissionId"], body["manifestSha256"]) for body in due), "not the bids in force")
    mismatched = set()
    for bid in value["bids"]:
        wanted = manifests[bid["submissionId"]]["objects"]
        given = {one["id"]: one for one in bid["objects"]}
        need(len(given) == len(bid["objects"]) == len(wanted), "objects")
        if "" in [one["header"] for one in bid["objects"]]:
            mismatched.add(bid["submissionId"])
        for one in wanted:
            released_header(t, f"bids/{key}/{bid['submissionId']}/headers/{one['id']}.p7m", one, given[one["id"]])
    need(any(closed < i < place for i, _ in logged(t, "release-requested", key, bids=len(due))), "request is not logged")
    return leaf, mismatched


def released_header(t, sealed_name, wanted, given):
    need(given["headerSha256"] == wanted["headerSha256"] and given["lockSha256"] == wanted.get("headerLockSha256"), "header digests")
    header = b64(given["header"])
    if not header:
        return
    if given["lockSha256"] is not None:
        need(sha(header) == wanted["headerSha256"], "header is not the sealed one")
        return
    sealed = t.part(sealed_name)
    before, after = Header(sealed), Header(header)
    need(sha(sealed) == wanted["headerSha256"] and (before.nonce, before.mac) == (after.nonce, after.mac), "header is not the sealed one")


def check_12_quorum(t, key, released):
    envelope = t.envelope(key)
    openers = envelope["openers"]
    if openers and openers["kind"] == "members":
        return
    opening = t.json(f"openings/{key}/opening.json", shapes.OPENING)["openingId"]
    signed, value = t.signed(f"openings/{key}/session.p7m", shapes.SESSION)
    t.member(signed, moment(released["time"]), envelope)
    need((value["openingId"], value["kdTender"], value["envelopeId"]) == (opening, t.kd, key), "session of another opening")
    session = digest_of(value["sessionCertificate"])
    need(any("leader" in leaf["body"] for _, leaf in logged(t, "opening-contribution", key, sessionCertificateSha256=session)),
         "session is not logged")
    if openers is None:
        return
    holders = set()
    for name in t.names(f"openings/{key}/contributions/"):
        signed, value = t.signed(name, shapes.CONTRIBUTION)
        leaf = next((leaf for _, leaf in logged(t, "opening-contribution", key, shareSha256=value["shareSha256"])), None)
        need(leaf and leaf["body"].get("sessionSha256") == session, f"{name} is not logged")
        place = t.member(signed, moment(leaf["time"]), envelope)
        need((value["openingId"], value["sessionCertificateSha256"]) == (opening, session), f"{name}: another session")
        need(value["holderCertificateSha256"] == digest_of(openers["holders"][place]), f"{name}: another holder")
        need(value["shareSha256"] == digest_of(value["sealedShare"]), f"{name}: another share")
        holders.add(value["holderCertificateSha256"])
    need(len(holders) >= openers["threshold"], "too few shares")


def is_unreleased(t, key):
    """No release, and no result, which needs one; or somebody else leads since."""
    released = [i for kind in ("headers-released", "opening-result") for i, _ in t.leaves(kind, key)]
    led = [i for i, leaf in t.leaves("opening-contribution", key) if "leader" in (leaf.get("body") or {})]
    return not released or max(led, default=-1) > max(released)


def signed_names(t, key, live, manifests):
    listed = t.json(f"openings/{key}/opening.json", shapes.OPENING)["bids"]
    wanted = [(body["submissionId"], *(manifests[body["submissionId"]]["context"]["bidder"][name] for name in ("bidderId", "name", "npwp")))
              for body in live]
    need(sorted((bid["submissionId"], bid["bidderId"], bid["bidderName"], bid["npwp"]) for bid in listed) == sorted(wanted),
         "the bids in force, under the names that their bidders signed")


def check_13_results(t, key, live, due, manifests):
    """Every member's result, with its digest."""
    opening = t.json(f"openings/{key}/opening.json", shapes.OPENING)["openingId"]
    signed_names(t, key, live, manifests)
    names, manifests = t.names(f"openings/{key}/results/"), {body["submissionId"]: body["manifestSha256"] for body in due}
    need(len(names) == len(t.leaves("opening-result", key)), "results and leaves")
    found, seen = [], set()
    for name in names:
        signed, value = t.signed(name, shapes.RESULT)
        one, digest = signed.sole().sha256, sha(signed.content)
        leaf = next((leaf for _, leaf in logged(t, "opening-result", key, resultSha256=digest, memberCertificateSha256=one)), None)
        need(leaf, f"{name} is not logged")
        t.member(signed, moment(leaf["time"]), t.envelope(key))
        need((value["openingId"], value["kdTender"], value["envelopeId"]) == (opening, t.kd, key), f"{name}: another opening")
        need(manifests.get(value["submissionId"]) == value["manifestSha256"], f"{name}: another bid")
        need((one, value["submissionId"]) not in seen, f"{name}: two results of one member")
        seen.add((one, value["submissionId"]))
        found.append({**value, "sha256": digest})
    for submission in manifests:
        outcomes = {canonical(one["outcome"]) for one in found if one["submissionId"] == submission}
        need(len(outcomes) == 1, f"{submission}: {len(outcomes)} outcomes")
    return found


def check_14_opened_is_sealed(t, key, results, manifests, mismatched):
    carries_price = t.envelope(key)["carriesPrice"]
    is_ca, once = t.policies[-1][0]["mode"] == "CA", len(t.leaves("headers-released", key)) == 1
    for bid, outcome in [(one["submissionId"], one["outcome"]) for one in results]:
        need(not (is_ca and once and outcome.get("reason") == "lock-release-mismatch" and bid not in mismatched),
             f"{bid}: every header is the sealed one")
        if outcome["kind"] == "opened":
            sealed = manifests[bid]
            need(bid not in mismatched, f"{bid} cannot have been opened")
            need(outcome["innerSha256"] == sealed["inner"]["sha256"], "opened is not what was sealed")
            need((outcome["price"] is not None) == carries_price, "price")


def check_15_referrals(t, key, results):
    failed = [one for one in results if one["outcome"]["kind"] == "not-opened"]
    bids, at, silent = {one["submissionId"] for one in failed}, f"openings/{key}/referrals/", []
    need({name[len(at):].split(".")[0] for name in t.names(at)} <= bids, "referral of another bid")
    for one in sorted(bids):
        referred, stated = logged(t, "bid-referred", key, submissionId=one), logged(t, "bid-stated", key, submissionId=one)
        if f"{at}{one}.result.p7m" not in t.parts:
            need(not referred, "referral is absent")
            silent.append(one)
            continue
        signed, _ = t.signed(f"{at}{one}.result.p7m", shapes.RESULT)
        need(referred and sha(signed.content) in {result["sha256"] for result in failed}, "referral without its result")
        if f"{at}{one}.statement.p7m" not in t.parts:
            need(not stated, "statement is absent")
            silent.append(one)
            continue
        signed, value = t.signed(f"{at}{one}.statement.p7m", shapes.STATEMENT)
        t.usable(signed.sole(), "lpse", moment(value["statedAt"]), signed, required=False)
        need((value["kdTender"], value["envelopeId"], value["submissionId"]) == (t.kd, key, one), "statement about another bid")
        need(stated and stated[0][1]["body"].get("statementSha256") == sha(signed.content), "statement is not logged")
    if silent:
        raise Missing(f"no referral or no statement: {silent}")

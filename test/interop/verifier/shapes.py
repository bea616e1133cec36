"""Shapes of the messages in a dossier: the schemas of app/protocol/*.ts and crypto/SPEC.md 5. Nothing unknown may stand in any."""
from .forms import Bad, fits, moment


def instant(value):
    try:
        return isinstance(value, str) and moment(value) is not None
    except (Bad, ValueError):
        return False


def text(low, high):
    return lambda value: isinstance(value, str) and low <= len(value.encode("utf-16-le", "surrogatepass")) // 2 <= high


def some(shape, low, high=60_000):
    return lambda value: fits([shape], value) and low <= len(value) <= high


ANY, TRUTH = r".*", (True, False)
COUNT, POSITIVE = range(2 ** 53), range(1, 2 ** 53)
SHA, ID, TENDER = r"[0-9a-f]{64}", r"[A-Za-z0-9_-]{1,64}", r"\d{8}000"
ENVELOPE, BASE64URL = r"satu|file-1|file-2|harga", r"[A-Za-z0-9_-]*"
BASE64 = r"(?:[0-9a-zA-Z+/]{4})*(?:[0-9a-zA-Z+/]{2}==|[0-9a-zA-Z+/]{3}=)?"
DECIMAL = r"(?:0|[1-9]\d{0,17})(?:\.\d{1,2})?"
OBJECT = r"\d{4}"
PACKAGE = {"kdLpse": POSITIVE, "kdTender": TENDER, "versiTender": POSITIVE}
PLACE = {**PACKAGE, "envelopeId": ENVELOPE}

INDEX = {"format": "segel-dossier/1", **PACKAGE, "createdAt": instant, "sealed": "digests|whole",
         "entries": [{"name": r"[A-Za-z0-9._/-]{1,160}", "size": COUNT, "sha256": SHA}]}
LEAF = {"type": "policy-issued|schedule-changed|submission-received|submission-withdrawn|upload-expired|closed|release-requested"
                "|headers-released|dealing|opening-contribution|opening-result|technical-result|bid-referred|bid-stated"
                "|member-replaced|rehearsal",
        "kdTender": TENDER, "versiTender": POSITIVE, "envelopeId": (None, ENVELOPE), "time": instant, "body?": lambda value: isinstance(value, dict),
        "bodySha256?": SHA}
PROOF = {"from": COUNT, "to": COUNT, "proof": [SHA]}
OPENING = {"openingId": ID, "startedAt": instant,
           "bids": [{"n": POSITIVE, "submissionId": ID, "bidderId": ID, "bidderName": ANY, "npwp": ANY}]}
DEALING = {"envelopeId": ENVELOPE, "dealingSha256": SHA, "certificate": BASE64, "threshold": range(2, 256), "commitment": SHA,
           "holders": some(SHA, 2, 255)}
OPENERS = (None, {"kind": "members", "certificates": some(BASE64, 1, 64)},
           {"kind": "quorum", "certificate": BASE64, "threshold": range(2, 256), "holders": some(BASE64, 2, 255)})
POLICY = {
    "format": "segel-policy/1", **PACKAGE, "namaPaket": ANY, "mode": "CA|NON_CA", "padding": (None, "1MiB"), "auditorCertificate": BASE64,
    "envelopes": some({"envelopeId": ENVELOPE, "nama": ANY, "slots": [{"slot": "[a-z0-9-]{1,40}", "nama": ANY, "wajib": TRUTH}],
                       "carriesPrice": TRUTH, "closesAt": instant, "opensAtStage": ANY, "packageCertificate": BASE64,
                       "rehearsalCertificate": BASE64, "openers": OPENERS, "signers": some(BASE64, 1)}, 1),
    "limits": {"maxUploadBytes": COUNT, "maxDocuments": POSITIVE, "maxNameLength": POSITIVE}, "issuedAt": instant, "serial": POSITIVE}

BODY = {"salt": BASE64URL, "submissionId": ID, "bidderId": ID, "manifestSha256": SHA, "signatureSha256": SHA, "sealedSha256": SHA,
        "size": COUNT, "receivedAt": instant, "supersedes": (None, ID)}
WITHDRAWAL_BODY = {"salt": BASE64URL, "submissionId": ID, "bidderId": ID, "withdrawnAt": instant}


def receipt(name, body):
    log = {"origin": ANY, "index": COUNT, "body": body, "checkpoint": ANY, "inclusionProof": [SHA]}
    facts = {key: shape for key, shape in body.items() if key != "salt"}
    return {"format": name, **PLACE, "sequence": POSITIVE, **facts, "closesAt": instant, "revocationSha256": [SHA], "log": log}


RECEIPT = {**receipt("segel-receipt/1", BODY), "evidenceSha256": SHA}
WITHDRAWAL = receipt("segel-withdrawal/1", WITHDRAWAL_BODY)
DEVICE = {"format": "segel-device/1", "deviceCertificateSha256": SHA, "accountId": ID, "validFrom": instant}
MANIFEST = {
    "format": "sampul/1", "inner": {"object": "0000", "sha256": SHA},
    "context": {"kdLpse": POSITIVE, "kdTender": r"(?:REHEARSAL:)?\d{1,20}", "versiTender": POSITIVE, "namaPaket": text(1, 4096),
                "envelopeId": "[a-z0-9-]{1,32}", "closesAt": instant, "policySerial": POSITIVE, "policySha256": SHA,
                "bidder": {"bidderId": text(1, 64), "npwp": text(0, 32), "name": text(1, 1024), "certificateSha256": SHA},
                "recipients": some(SHA, 1, 64), "packageCertificateSha256": SHA, "revision": POSITIVE, "supersedes": (None, text(0, 64)),
                "evidenceSha256": SHA, "client": {"version": text(1, 64), "platform": text(1, 64)}, "createdAt": instant},
    "objects": some({"id": OBJECT, "size": range(2 ** 30 + 1), "sha256": SHA, "headerSha256": SHA, "headerLockSha256?": SHA,
                     "blockSha256?": [SHA]}, 1, 10_000)}
INNER = {
    "format": "sampul-inner/1", "context": MANIFEST["context"], "salt": r"[A-Za-z0-9_-]{43}",
    "bidLetter?": {"price": DECIMAL, "currency": "[A-Z]{3}", "validityDays": range(1, 3651)},
    "documents": some({"name": text(0, 32_768), "originalName": text(0, 32_768), "slot": text(0, 128), "size": COUNT, "sha256": SHA,
                       "mediaType": r"[\w.+-]+/[\w.+-]+", "objects": some(OBJECT, 1, 9999)}, 0, 9999)}

RELEASE = {"format": "segel-release/1", **PLACE, "releasedAt": instant,
           "bids": [{"submissionId": ID, "manifestSha256": SHA,
                     "objects": [{"id": OBJECT, "lockSha256": (None, SHA), "headerSha256": SHA, "header": BASE64}]}]}
SESSION = {"format": "segel-session/1", "kdTender": TENDER, "envelopeId": ENVELOPE, "openingId": ID, "sessionCertificate": BASE64}
CONTRIBUTION = {"format": "segel-contribution/1", "openingId": ID, "sessionCertificateSha256": SHA, "holderCertificateSha256": SHA,
                "shareSha256": SHA, "sealedShare": BASE64}
OUTCOME = ({"kind": "opened", "innerSha256": SHA, "documents": COUNT, "price": (None, DECIMAL)},
           {"kind": "not-opened",
            "reason": "damaged-in-storage|lock-release-mismatch|made-wrongly|wrong-or-missing-key|too-early"})
RESULT = {"format": "segel-result/1", "kdTender": TENDER, "envelopeId": ENVELOPE, "openingId": ID, "submissionId": ID,
          "manifestSha256": SHA, "outcome": OUTCOME}
TECHNICAL = {"format": "segel-technical-result/1", **PACKAGE, "passed": [ID]}
STATEMENT = {"format": "segel-statement/1", "kdTender": TENDER, "envelopeId": ENVELOPE, "submissionId": ID, "canBeOpened": TRUTH,
             "text": ANY, "statedAt": instant}
TRIED = {"kdTender": TENDER, "envelopeId": ENVELOPE, "holderCertificateSha256": SHA, "opened": TRUTH}
REHEARSAL = ({"format": "segel-rehearsal/1", "rehearsalId": ID, "innerSha256": (None, SHA), **TRIED},
             {"format": "segel-share-confirmation/1", "dealingSha256": SHA, **TRIED})

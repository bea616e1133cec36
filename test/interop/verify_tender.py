#!/usr/bin/env python3
"""Judges a tender's dossier offline, written from app/protocol/DOSSIER.md, app/protocol/SPEC.md and crypto/SPEC.md and from
nothing else. Python's standard library and the openssl command (3.0 or later) only.

FOLDER is what an operator hands over: trust.json and PEM files. Exit code 0: all proven; 1: something failed; 2: usage.

The parts: verifier/forms (JSON, times), shapes (messages), container (ZIP), der (certificates, lists, headers), cms (signatures,
timestamps, paths, revocation), log (tree, notes); and one function for each numbered check in tender (1 to 7, 17), bids (8 to 10,
16), opening (11 to 15) and documents (18).

Left to openssl: the mathematics of signatures, names, constraints and strength of paths, timestamp tokens. Not looked at: OCSP
answers (revocation/*.ocsp count as archived and prove nothing), revocation lists of a limited scope or under a key other than the
certificate's issuer (they prove nothing), recipients of locks by name.
"""
import argparse
import json
import struct
import sys

sys.dont_write_bytecode = True
from verifier import bids, documents, opening, tender
from verifier.cms import Trust
from verifier.forms import Bad, Missing
from verifier.log import Key

NAMES = ["index", "policies", "log-head", "log-order", "logged", "technical", "closed", "complete", "receipts", "manifests", "release",
         "quorum", "results", "opened", "referrals", "sealed", "witnesses", "documents"]
# A value of the wrong kind somewhere in the dossier fails the check that met it.
FAULTS = (Bad, KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError, StopIteration, struct.error)


class Report:
    def __init__(self):
        self.rows = []

    def row(self, number, outcome, envelope, why=""):
        row = {"number": number, "check": NAMES[number - 1], "envelopeId": envelope, "outcome": outcome}
        self.rows.append({**row, "why": why} if why else row)

    def run(self, number, envelope, check, *ground):
        """What a check answers, True where it answers nothing; None when it did not pass, or has no ground to stand on."""
        if None in ground:
            return self.row(number, "not-made", envelope)
        try:
            found = check(*ground)
        except Missing as why:
            return self.row(number, "missing", envelope, str(why))
        except FAULTS as error:
            return self.row(number, "failed", envelope, str(error) or repr(error))
        self.row(number, "passed", envelope)
        return True if found is None else found


def judge(path, trust, witnesses):
    report = Report()
    run = report.run
    try:
        t = tender.Tender(path, trust)
    except FAULTS as error:
        report.row(1, "failed", None, str(error))
        for number in range(2, 7):
            report.row(number, "not-made", None)
        return report.rows
    run(1, None, lambda: tender.check_1_index(t))
    # 2 and 5 stand on readable leaves, which are reported as 4.
    ordered = Report().run(4, None, lambda: tender.check_4_log_order(t))
    t.policies = run(2, None, lambda _: tender.check_2_policies(t), ordered)
    run(3, None, lambda: tender.check_3_log_head(t))
    run(4, None, lambda: tender.check_4_log_order(t))
    run(5, None, lambda _: tender.check_5_logged(t), t.policies)
    passed = run(6, None, lambda _: tender.check_6_technical_result(t, lambda key: bids.check_8_complete(t, key)), t.policies)
    outcome, contents = report.rows[-1]["outcome"], {}
    for envelope in t.policies[-1][0]["envelopes"] if t.policies else []:
        key = envelope["envelopeId"]
        if not t.leaves("closed", key):
            report.row(7, "missing", key, "not closed")
        elif f"log/{key}.closed" not in t.parts and not t.leaves("release-requested", key):
            report.row(7, "missing", key, "opening stage not begun")
        else:
            contents[key] = judge_envelope(t, run, key, None if outcome == "failed" else passed or set())
    run(17, None, lambda: tender.check_17_witnesses(t, witnesses))
    for key, ground in contents.items():
        if documents.folders(t, key):
            run(18, key, lambda *proven: documents.check_18_documents(t, key, *proven), *ground)
        else:
            run(18, key, absent, "not included")
    return report.rows


def judge_envelope(t, run, key, passed):
    """What check 18 stands on."""
    run(7, key, lambda: tender.check_7_closed(t, key))
    live = run(8, key, lambda: bids.check_8_complete(t, key))
    receipts = run(9, key, lambda: bids.check_9_receipts(t, key))
    manifests = run(10, key, lambda a, b: bids.check_10_manifests(t, key, a, b), live, receipts)
    results = judge_opening(t, run, key, live, manifests, passed if key == "file-2" else True)
    if any(name.startswith("sealed/") for name in t.large):
        run(16, key, lambda a, b: bids.check_16_sealed_files(t, key, a, b, results), live, receipts)
    else:
        run(16, key, absent, "not included")
    return manifests, results


def judge_opening(t, run, key, live, manifests, passed):
    ground = (live, manifests, passed)
    if None not in ground and f"openings/{key}/release.p7m" not in t.parts and opening.is_unreleased(t, key):
        for number in range(11, 16):
            run(number, key, absent, "not released")
        return None
    due = [body for body in live or [] if passed is True or passed and body["bidderId"] in passed]
    released = run(11, key, lambda *_: opening.check_11_release(t, key, due, manifests), *ground)
    run(12, key, lambda found: opening.check_12_quorum(t, key, found[0]), released)
    results = run(13, key, lambda _: opening.check_13_results(t, key, live, due, manifests), released)
    run(14, key, lambda found: opening.check_14_opened_is_sealed(t, key, found, manifests, released[1]), results)
    run(15, key, lambda found: opening.check_15_referrals(t, key, found), results)
    return results


def absent(why):
    raise Missing(why)


def main():
    usage = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    usage.add_argument("files", nargs="+", metavar="tender.zip")
    usage.add_argument("--trust", required=True, metavar="FOLDER")
    usage.add_argument("--witness", action="append", default=[], metavar="KEY")
    usage.add_argument("--json", action="store_true")
    asked = usage.parse_args()
    trust, witnesses = Trust(asked.trust), [Key(text, 4) for text in asked.witness]
    trust.log = Key(trust.log_key, 1)
    return 0 if all([told(path, judge(path, trust, witnesses), asked.json) for path in asked.files]) else 1


def told(path, rows, as_json):
    good = all(row["outcome"] in ("passed", "missing") for row in rows)
    if as_json:
        print(json.dumps({"path": path, "ok": good, "checks": rows}), flush=True)
        return good
    for row in rows:
        where = f" [{row['envelopeId']}]" if row["envelopeId"] else ""
        print(f"{row['number']:2}. {row['outcome']:8} {row['check']}{where} {row.get('why', '')}".rstrip())
    print(f"{'PROVEN' if good else 'NOT PROVEN'} {path}")
    return good


if __name__ == "__main__":
    sys.exit(main())

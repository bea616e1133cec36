"""Check 18 of DOSSIER.md 4: the content of opened bids, where a committee member put it in, against what the bidder signed."""
import hashlib
import re

from . import shapes
from .cms import Signed
from .forms import need, parse, sha

PART, PADDED = 2 ** 30, 2 ** 20


def folders(t, key):
    """Submissions of this envelope whose content is in the dossier."""
    found = {name.split("/")[1] for name in [*t.parts, *t.large] if name.startswith("documents/")}
    return {one for one in found if f"bids/{key}/{one}/body.json" in t.parts}


def check_18_documents(t, key, manifests, results):
    opened = {one["submissionId"] for one in results if one["outcome"]["kind"] == "opened"}
    need(folders(t, key) == opened, "folders and opened bids")
    for bid in sorted(opened):
        outcomes = [one["outcome"] for one in results if one["submissionId"] == bid]
        inner = read_inner(t, bid, manifests[bid])
        letter = inner.get("bidLetter")
        need((letter is not None) == t.envelope(key)["carriesPrice"], f"{bid}: bid letter")
        said = {"price": letter and letter["price"], "documents": len(inner["documents"])}
        need(all(one[name] == fact for one in outcomes for name, fact in said.items()), f"{bid}: the members said otherwise")
        whole_documents(t, bid, inner["documents"])


def read_inner(t, bid, outer):
    """a to c: what the bidder committed to in the outer manifest."""
    name = f"documents/{bid}/inner.p7s"
    der = t.part(name)
    need(sha(der) == outer["inner"]["sha256"], f"{name} is not what was signed")
    signed = Signed(der)
    need(signed.sole().sha256 == outer["context"]["bidder"]["certificateSha256"], f"{name}: signer")
    inner = parse(signed.content, shapes.INNER, name)
    sizes = {one["id"]: one["size"] for one in outer["objects"]}
    ids = [one for document in inner["documents"] for one in document["objects"]]
    need(ids == [f"{i:04d}" for i in range(1, len(sizes))] and inner["context"] == outer["context"], f"{name}: objects or context")
    for one in inner["documents"]:
        found = [sizes[each] for each in one["objects"]]
        need(found == cut(one["size"]) or one["size"] < PADDED and found == [PADDED], f"{name}: sizes")
    return inner


def whole_documents(t, bid, documents):
    """e and f"""
    entries, at = {}, f"documents/{bid}/"
    for name in [*t.names(at), *t.large]:
        if name.startswith(at) and name != at + "inner.p7s":
            match = re.fullmatch(r"(\d{4})(\.[a-z][a-z0-9]{0,7})?(?:\.(\d{3}))?", name[len(at):], re.A)
            need(match, f"{name} is no document")
            entries.setdefault(match[1], []).append((match[2], match[3], t.large[name]))
    need(sorted(entries) == [f"{i:04d}" for i in range(1, len(documents) + 1)], f"{bid}: documents and their entries")
    for number, document in zip(sorted(entries), documents):
        sizes, whole = cut(document["size"]), hashlib.sha256()
        endings, pieces, found = zip(*entries[number])
        need([one.size for one in found] == sizes and len(set(endings)) == 1, f"{bid}/{number}: size or pieces")
        need(list(pieces) == ([None] if len(sizes) == 1 else [f"{i:03d}" for i in range(1, len(sizes) + 1)]), f"{bid}/{number}: pieces")
        for one in found:
            for block in one.blocks():
                whole.update(block)
        need(whole.hexdigest() == document["sha256"], f"{bid}/{number} is another document")


def cut(size):
    """Sizes of the parts of a document."""
    return [PART] * (size // PART) + ([size % PART] if size % PART or not size else [])

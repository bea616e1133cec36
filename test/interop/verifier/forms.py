"""Small forms: digests, moments, JSON in the canonical form of RFC 8785, and how a value is compared with a shape."""
import base64
import hashlib
import json
import math
import re
from datetime import datetime, timedelta, timezone
from decimal import Decimal

TOLERANCE = timedelta(minutes=5)
MAX_JSON = 4 << 20


class Bad(Exception):
    """A check that failed."""


class Missing(Exception):
    """A check that could not be made, honestly."""


def need(condition, why):
    if not condition:
        raise Bad(why)


def sha(data):
    return hashlib.sha256(data).hexdigest()


def b64(text):
    return base64.b64decode(text, validate=True)


def digest_of(certificate):
    """SHA-256 of a certificate in base64."""
    return sha(b64(certificate))


def moment(text):
    need(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text, re.A), f"time {text}")
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)


def number_text(value):
    """A number as ECMAScript writes it (RFC 8785 3.2.2.3)."""
    if value == int(value) and abs(value) < 10 ** 21:
        return str(int(value))
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    text, point = "".join(map(str, digits)), len(digits) + exponent
    if 0 < point <= 21:
        text = f"{text[:point]}.{text[point:]}"
    elif -6 < point <= 0:
        text = "0." + "0" * -point + text
    else:
        text = f"{text[0]}{'.' * (len(text) > 1)}{text[1:]}e{point - 1:+d}"
    return "-" * sign + text


def read_number(text):
    value = float(text)
    need(math.isfinite(value) and number_text(value) == text, f"number {text}")
    return int(value) if value == int(value) else value


def canonical(value, depth=32):
    need(depth, "nesting")
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key], depth - 1)}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(one, depth - 1) for one in value) + "]"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number_text(value)
    return json.dumps(value, ensure_ascii=False)


def parse(data, shape=None, what="JSON", limit=MAX_JSON):
    """Canonical JSON of this shape; duplicate members, spaces and other escapes differ from the canonical form."""
    need(len(data) <= limit, f"{what} is too long")
    try:
        value = json.loads(data.decode("utf-8"), parse_int=read_number, parse_float=read_number, parse_constant=float)
        same = canonical(value).encode("utf-8") == data
    except (ValueError, OverflowError, RecursionError) as error:
        raise Bad(f"{what}: {error}") from error
    need(same, f"{what} is not canonical")
    need(shape is None or fits(shape, value), f"shape of {what}")
    return value


def fits(shape, value):
    """A text is a pattern, a list holds values of one shape, a tuple names alternatives; a member with `?` may be absent."""
    if isinstance(shape, str):
        return isinstance(value, str) and re.fullmatch(shape, value, re.A | re.S) is not None
    if isinstance(shape, range):
        return type(value) is int and value in shape
    if isinstance(shape, tuple):
        return any(fits(one, value) for one in shape)
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(shape[0], one) for one in value)
    if isinstance(shape, dict):
        known = {key.rstrip("?") for key in shape}
        return isinstance(value, dict) and set(value) <= known and all(
            fits(one, value[key.rstrip("?")]) if key.rstrip("?") in value else key.endswith("?") for key, one in shape.items())
    return shape(value) if callable(shape) else type(value) is type(shape) and value == shape

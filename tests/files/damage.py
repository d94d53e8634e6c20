"""Seeded damage to a file: bytes, lengths, headers and JSON, each as a disk, a bad tool or a stranger might do it."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np

RAW = {  # what no JSON writer of ours would write, by the word that stands for it until the text is made
    "@nan": "NaN",
    "@minus": "-Infinity",
    "@inf": "1e999",
    "@digits": "9" * 5000,
    "@deep": "[" * 3000 + "]" * 3000,
    "@deeper": '{"a":' * 200_000 + "1" + "}" * 200_000,
    "@open": "[" * 200_000,
    "@twice": '{"a": 1, "a": 2}',
    "@half": '"\\ud800"',
}
VALUES: tuple[Any, ...] = (
    *(*RAW, None, True, False, 0, -1, 1, 3, 10**18, 10**40, 1e-320, 1e308, -1e30, 0.5, "", "x", "\0"),
    *("name" * 5000, [], {}, [[]], [0], {"a": {}}, [1e300] * 3, ["a", 1], [-1], "F8_E8M0", "BF16", "I64", "BOOL"),
)
DTYPES = (
    *("BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F4", "I16", "U16", "F16", "BF16", "I32", "U32", "F32"),
    *("C64", "F64", "I64", "U64"),
)
FLOATS = {"F16": np.float16, "F32": np.float32, "F64": np.float64}


def damage_json(data: bytes, rng: np.random.Generator) -> bytes:
    """Return a JSON file with one to three of its values, keys or bytes changed."""
    if rng.random() < 0.3:
        return damage_bytes(data, rng)
    return text_of(damage_value(json.loads(data), rng)).encode()


def damage_text(data: bytes, rng: np.random.Generator) -> bytes:
    """Return a text file with bytes changed, or lines gone, twice there, out of order or cut."""
    if rng.random() < 0.4:
        return damage_bytes(data, rng)
    lines = data.split(b"\n")
    at, other = rng.integers(len(lines), size=2)
    change = rng.integers(5)
    if change == 0:
        del lines[at]
    elif change == 1:
        lines.insert(other, lines[at])
    elif change == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif change == 3:
        lines[at] = lines[at][: rng.integers(len(lines[at]) + 1)]
    else:
        digits = [place for place, byte in enumerate(lines[at]) if chr(byte).isdigit()]
        number = [b"1e999", b"9" * 5000, b"-", "\u0663".encode(), b"NaN"][rng.integers(5)]
        lines[at] = lines[at][: digits[0]] + number + lines[at][digits[0] + 1 :] if digits else lines[at] + number
    return b"\n".join(lines)


def damage_tensors(data: bytes, rng: np.random.Generator) -> bytes:
    """Return a safetensors file with its bytes, its header, its own header of ours or its numbers changed."""
    ways = (damage_bytes, _damage_start, _damage_header, _damage_own, _damage_own, _swap_dtype, _reshape, _spoil, _drop)
    return ways[rng.integers(len(ways))](data, rng)


def damage_bytes(data: bytes, rng: np.random.Generator) -> bytes:
    """Return the file with bytes flipped, cut off, put in or written over."""
    found = bytearray(data)
    change, at = rng.integers(5), int(rng.integers(len(found)))
    if change < 2:
        near = len(found) if change else min(len(found), 2000)
        for place in rng.integers(near, size=rng.integers(1, 9)):
            found[place] ^= 1 << int(rng.integers(8))
    elif change == 2:
        del found[at:]
    elif change == 3:
        found[at:at] = rng.bytes(int(rng.integers(1, 64)))
    else:
        found[at : at + 16] = rng.bytes(16)
    return bytes(found)


def damage_value(whole: Any, rng: np.random.Generator) -> Any:
    """Return a value of JSON with one to three changes somewhere in it; ``whole`` itself is not touched."""
    whole = json.loads(json.dumps(whole))
    for _ in range(rng.integers(1, 4)):
        places = list(_places(whole))
        value = json.loads(json.dumps(VALUES[rng.integers(len(VALUES))]))
        if not places or rng.random() < 0.03:
            whole = value
            continue
        holder, key = places[rng.integers(len(places))]
        change = rng.integers(6)
        if change == 0:
            del holder[key]
        elif change == 1 and isinstance(holder, dict):
            holder[("surprise", "", "format", "k" * 9000)[rng.integers(4)]] = value
        elif change == 1:
            holder.append(holder[key])
        elif change == 2:
            other, place = places[rng.integers(len(places))]
            holder[key] = json.loads(json.dumps(other[place])) if _still(other, place) else value
        else:
            holder[key] = value
    return whole


def text_of(value: Any) -> str:
    """Return the JSON text; words that stand for values that JSON does not have are replaced by them."""
    text = json.dumps(value)
    for word, raw in RAW.items():
        text = text.replace(f'"{word}"', raw)
    return text


def parts(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the header of a sound safetensors file, and the bytes of its arrays."""
    length = int.from_bytes(data[:8], "little")
    return json.loads(data[8 : 8 + length]), data[8 + length :]


def joined(header: Any, body: bytes) -> bytes:
    """Return the file with this header."""
    text = text_of(header).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + body


def _damage_start(data: bytes, rng: np.random.Generator) -> bytes:
    lengths = (0, 1, 2**20, 2**31, 2**63, 2**64 - 1, len(data) - 8, len(data), int(rng.integers(1, 5000)))
    return lengths[rng.integers(len(lengths))].to_bytes(8, "little") + data[8:]


def _damage_header(data: bytes, rng: np.random.Generator) -> bytes:
    header, body = parts(data)
    return joined(damage_value(header, rng), body)


def _damage_own(data: bytes, rng: np.random.Generator) -> bytes:
    header, body = parts(data)
    own = header["__metadata__"]
    own["vaeviz"] = text_of(damage_value(json.loads(own["vaeviz"]), rng))
    return joined(header, body)


def _arrays(header: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry for name, entry in header.items() if name != "__metadata__"]


def _any_array(header: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    found = _arrays(header)
    return found[rng.integers(len(found))]


def _swap_dtype(data: bytes, rng: np.random.Generator) -> bytes:
    header, body = parts(data)
    _any_array(header, rng)["dtype"] = DTYPES[rng.integers(len(DTYPES))]
    return joined(header, body)


def _reshape(data: bytes, rng: np.random.Generator) -> bytes:
    """Give an array another shape of as many entries, which a reader of safetensors takes."""
    header, body = parts(data)
    entry = _any_array(header, rng)
    size = int(np.prod(entry["shape"]))
    shapes = [[size], [1, size], [size, 1], [*entry["shape"], 1], entry["shape"][::-1], [0, 2**62]]
    entry["shape"] = shapes[rng.integers(len(shapes))]
    return joined(header, body)


def _spoil(data: bytes, rng: np.random.Generator) -> bytes:
    """Put numbers that are none, or too large, into an array."""
    header, body = parts(data)
    found = bytearray(body)
    entry = _any_array(header, rng)
    begin, end = entry["data_offsets"]
    kind = FLOATS.get(entry["dtype"])
    if kind is None or begin == end:
        found[begin:end] = rng.bytes(end - begin)
    else:
        with np.errstate(over="ignore"):
            value = np.array([np.nan, np.inf, -np.inf, 3e38, -3e38, 6e4][rng.integers(6)]).astype(kind)
        at = begin + value.nbytes * int(rng.integers((end - begin) // value.nbytes))
        found[at : at + value.nbytes] = value.tobytes()
    return joined(header, bytes(found))


def _drop(data: bytes, rng: np.random.Generator) -> bytes:
    """Take one array out altogether, or empty it, and move the others up: a sound file that lacks something."""
    header, body = parts(data)
    names = [name for name in header if name != "__metadata__"]
    gone = names[rng.integers(len(names))]
    begin, end = header[gone]["data_offsets"]
    header[gone] |= {"shape": [0], "data_offsets": [begin, begin]}
    if rng.random() < 0.5:
        del header[gone]
    for entry in _arrays(header):
        if entry["data_offsets"][0] >= end:
            entry["data_offsets"] = [place - (end - begin) for place in entry["data_offsets"]]
    return joined(header, body[:begin] + body[end:])


def _places(value: Any) -> Any:
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in list(keys):
        yield value, key
        yield from _places(value[key])


def _still(holder: Any, key: Any) -> bool:
    return key in holder if isinstance(holder, dict) else key < len(holder)


Damage = Callable[[bytes, np.random.Generator], bytes]

// Programs as vaeviz/server/decode/weights.py sends them.

/** A body of a head and arrays of numbers; `dtypes` names those that are not float32. */
export function program(head, arrays, dtypes = {}) {
  const views = Object.entries(arrays).map(([name, values]) => [
    name,
    dtypes[name] === "float16" ? Uint16Array.from(values) : Float32Array.from(values),
  ]);
  let offset = 0;
  const list = views.map(([name, view]) => {
    const entry = { name, dtype: dtypes[name] ?? "float32", shape: [view.length], offset };
    offset += Math.ceil(view.byteLength / 4) * 4;
    return entry;
  });
  let text = JSON.stringify({ ...head, arrays: list });
  text += " ".repeat((4 - (text.length % 4)) % 4);
  const body = new Uint8Array(4 + text.length + offset);
  new DataView(body.buffer).setUint32(0, text.length, true);
  body.set(new TextEncoder().encode(text), 4);
  views.forEach(([, view], i) => body.set(new Uint8Array(view.buffer), 4 + text.length + list[i].offset));
  return body.buffer;
}

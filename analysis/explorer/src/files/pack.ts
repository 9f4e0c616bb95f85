/** A result as bytes and back: numbers as they are, in one piece behind a table of contents. */
const KINDS = { Float64Array, Float32Array, Int32Array, Int8Array } as const;
type Kind = keyof typeof KINDS;

export function pack(value: unknown): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  const text = JSON.stringify(value, (_, v) => {
    if (typeof v === "number" && !Number.isFinite(v)) return { $number: String(v) };
    if (!ArrayBuffer.isView(v)) return v;
    const bytes = new Uint8Array(v.buffer.slice(v.byteOffset, v.byteOffset + v.byteLength) as ArrayBuffer), room = Math.ceil(bytes.length / 8) * 8, padded = new Uint8Array(room);
    padded.set(bytes);
    parts.push(padded);
    at += room;
    return { $array: v.constructor.name, at: at - room, bytes: bytes.length };
  });
  const head = new TextEncoder().encode(text), start = Math.ceil((8 + head.length) / 8) * 8, all = new Uint8Array(start + at);
  new DataView(all.buffer).setUint32(0, head.length, true);
  new DataView(all.buffer).setUint32(4, start, true);
  all.set(head, 8);
  let place = start;
  for (const part of parts) { all.set(part, place); place += part.length; }
  return all;
}

export function unpack<T>(all: Uint8Array<ArrayBuffer>): T {
  const view = new DataView(all.buffer, all.byteOffset), length = view.getUint32(0, true), start = view.getUint32(4, true);
  return JSON.parse(new TextDecoder().decode(all.subarray(8, 8 + length)), (_, v) => {
    if (v && typeof v === "object" && "$number" in v) return Number(v.$number);
    if (v && typeof v === "object" && "$array" in v) {
      const Type = KINDS[v.$array as Kind], from = all.byteOffset + start + v.at;
      return new Type(all.buffer.slice(from, from + v.bytes));
    }
    return v;
  }) as T;
}

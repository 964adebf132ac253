/** A field of a table: a number with its width, a text, bytes, or what stands elsewhere. */
export type FlatValue =
  | { readonly i8: number }
  | { readonly u8: number }
  | { readonly i32: number }
  | { readonly u32: number }
  | { readonly u64: bigint }
  | { readonly ints: readonly number[] }
  | { readonly longs: readonly bigint[] }
  /** Of numbers of 64 bits. */
  | { readonly structs: readonly (readonly bigint[])[] }
  | { readonly bytes: Uint8Array }
  | { readonly tables: readonly FlatFields[] }
  | { readonly texts: readonly string[] }
  | { readonly table: FlatFields }
  | string

/** Fields by slot. */
export type FlatFields = Readonly<Record<number, FlatValue>>

/** A FlatBuffer with this root, laid out from front to back: each table has its own vtable before it. */
export function flatBuffer(root: FlatFields, identifier = '\0\0\0\0', header: Uint8Array = new Uint8Array()): Buffer {
  const out: number[] = [0, 0, 0, 0, ...Buffer.from(identifier, 'latin1'), ...header]
  put(out, 0, writeTable(out, root), 4)
  return Buffer.from(out)
}

function writeTable(out: number[], fields: FlatFields): number {
  const entries = Object.entries(fields)
    .map(([slot, value]) => ({ slot: Number(slot), value, width: widthOf(value) }))
    .sort((a, b) => b.width - a.width)
  const slots = Math.max(-1, ...entries.map(({ slot }) => slot)) + 1
  const vtable = 4 + slots * 2
  // The table begins 4 behind a multiple of 8, so that its widest fields lie straight.
  while ((out.length + vtable) % 8 !== 4) out.push(0)
  const start = out.length
  const table = start + vtable
  const places = new Map<number, number>()
  let size = 4
  for (const { slot, width } of entries) {
    places.set(slot, size)
    size += width
  }
  number(out, vtable, 2)
  number(out, size, 2)
  for (let slot = 0; slot < slots; slot++) number(out, places.get(slot) ?? 0, 2)
  number(out, vtable, 4)
  for (let byte = 4; byte < size; byte++) out.push(0)
  for (const { slot, value } of entries) writeField(out, table + (places.get(slot) ?? 0), value)
  return table
}

function widthOf(value: FlatValue): number {
  if (typeof value === 'string') return 4
  if ('u64' in value) return 8
  return 'i8' in value || 'u8' in value ? 1 : 4
}

function writeField(out: number[], at: number, value: FlatValue): void {
  if (typeof value === 'string') return put(out, at, writeText(out, value) - at, 4)
  if ('i8' in value) return put(out, at, value.i8, 1)
  if ('u8' in value) return put(out, at, value.u8, 1)
  if ('i32' in value) return put(out, at, value.i32, 4)
  if ('u32' in value) return put(out, at, value.u32, 4)
  if ('u64' in value) {
    put(out, at, Number(value.u64 & 0xffffffffn), 4)
    return put(out, at + 4, Number(value.u64 >> 32n), 4)
  }
  if ('table' in value) return put(out, at, writeTable(out, value.table) - at, 4)
  put(out, at, writeVector(out, value) - at, 4)
}

function writeVector(
  out: number[],
  value: Extract<
    FlatValue,
    | { ints: unknown }
    | { longs: unknown }
    | { structs: unknown }
    | { bytes: unknown }
    | { tables: unknown }
    | { texts: unknown }
  >,
): number {
  while (out.length % 8 !== 4) out.push(0)
  const start = out.length
  if ('bytes' in value) {
    number(out, value.bytes.length, 4)
    for (const byte of value.bytes) out.push(byte)
    return start
  }
  if ('ints' in value) {
    number(out, value.ints.length, 4)
    for (const item of value.ints) number(out, item, 4)
    return start
  }
  if ('longs' in value) {
    number(out, value.longs.length, 4)
    for (const item of value.longs) long(out, item)
    return start
  }
  if ('structs' in value) {
    number(out, value.structs.length, 4)
    for (const item of value.structs.flat()) long(out, item)
    return start
  }
  const items = 'tables' in value ? value.tables : value.texts
  number(out, items.length, 4)
  for (let byte = 0; byte < items.length * 4; byte++) out.push(0)
  for (const [index, item] of items.entries()) {
    const at = start + 4 + index * 4
    put(out, at, (typeof item === 'string' ? writeText(out, item) : writeTable(out, item)) - at, 4)
  }
  return start
}

function writeText(out: number[], text: string): number {
  while (out.length % 4 !== 0) out.push(0)
  const start = out.length
  const bytes = Buffer.from(text)
  number(out, bytes.length, 4)
  out.push(...bytes, 0)
  return start
}

function long(out: number[], value: bigint): void {
  number(out, Number(value & 0xffffffffn), 4)
  number(out, Number((value >> 32n) & 0xffffffffn), 4)
}

function number(out: number[], value: number, width: number): void {
  for (let byte = 0; byte < width; byte++) out.push(0)
  put(out, out.length - width, value, width)
}

function put(out: number[], at: number, value: number, width: number): void {
  for (let byte = 0; byte < width; byte++) out[at + byte] = (value >> (8 * byte)) & 0xff
}

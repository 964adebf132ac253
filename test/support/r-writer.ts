/** Parts of an R serialization, XDR, version 2 (R Internals, section 1.8). Symbols are written out each time, as no writer does and every reader takes. */
export const R_NIL = int(254)
export const R_GLOBAL = int(253)
export const R_UNBOUND = int(252)

/** A whole file: the object of saveRDS, or with `variables` the workspace of save. */
export function rFile(object: Buffer, workspace = false): Buffer {
  return Buffer.concat([Buffer.from(workspace ? 'RDX2\nX\n' : 'X\n'), int(2), int(0x040202), int(0x020300), object])
}

export function int(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function chars(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([int(0x40009), int(bytes.length), bytes])
}

export function rSymbol(name: string): Buffer {
  return Buffer.concat([int(1), chars(name)])
}

export function rStrings(...texts: readonly string[]): Buffer {
  return Buffer.concat([int(16), int(texts.length), ...texts.map(chars)])
}

export function rNumbers(...values: readonly number[]): Buffer {
  const data = Buffer.alloc(values.length * 8)
  values.forEach((value, index) => data.writeDoubleBE(value, index * 8))
  return Buffer.concat([int(14), int(values.length), data])
}

/** A list of values, each with a name as its tag. */
export function rPairs(values: Readonly<Record<string, Buffer>>): Buffer {
  const parts = Object.entries(values).map(([tag, value]) => Buffer.concat([int(0x402), rSymbol(tag), value]))
  return Buffer.concat([...parts, R_NIL])
}

/** A call of a function, by its name or by an expression, with arguments. */
export function rCall(name: string | Buffer, ...args: readonly Buffer[]): Buffer {
  const head = typeof name === 'string' ? rSymbol(name) : name
  return Buffer.concat([int(6), head, ...args.map((value) => Buffer.concat([int(2), value])), R_NIL])
}

export function rVector(...items: readonly Buffer[]): Buffer {
  return Buffer.concat([int(19), int(items.length), ...items])
}

/** A promise; with an environment it is bound to it. */
export function rPromise(expression: Buffer, environment?: Buffer, value = R_UNBOUND): Buffer {
  return Buffer.concat([int(environment === undefined ? 5 : 0x405), environment ?? Buffer.alloc(0), value, expression])
}

export function rClosure(body: Buffer): Buffer {
  return Buffer.concat([int(0x403), R_GLOBAL, R_NIL, body])
}

/** An environment with these variables, without hash table. */
export function rEnvironment(values: Readonly<Record<string, Buffer>>): Buffer {
  return Buffer.concat([int(4), int(0), R_GLOBAL, rPairs(values), R_NIL, R_NIL])
}

/** A vector of another form: class, package, state. */
export function rAltrep(name: string, library: string): Buffer {
  const info = Buffer.concat([int(2), rSymbol(name), int(2), rSymbol(library), int(2), int(13), int(1), int(13), R_NIL])
  return Buffer.concat([int(238), info, R_NIL, R_NIL])
}

/** An array to write; `bytes` of data whatever the shape says. */
export interface MxnetArray {
  readonly name: string
  readonly shape: readonly bigint[]
  readonly type: number
  readonly bytes: number
}

interface Lies {
  readonly version?: 'legacy' | 1 | 2 | 3
  readonly dimensions?: number
  readonly count?: bigint
}

const MAGICS = { 1: 0xf993fac8, 2: 0xf993fac9, 3: 0xf993faca } as const

/** A list of arrays as `mx.nd.save` writes it. */
export function mxnetParams(arrays: readonly MxnetArray[], lies: Lies = {}): Buffer {
  const names = arrays.flatMap(({ name }) => [u64(BigInt(name.length)), Buffer.from(name)])
  return Buffer.concat([
    u64(0x112n),
    u64(0n),
    u64(lies.count ?? BigInt(arrays.length)),
    ...arrays.map((array) => written(array, lies)),
    u64(BigInt(arrays.length)),
    ...names,
  ])
}

function written({ shape, type, bytes }: MxnetArray, { version = 2, dimensions }: Lies): Buffer {
  const count = u32(dimensions ?? shape.length)
  const head =
    version === 'legacy'
      ? [count, ...shape.map((size) => u32(Number(size)))]
      : [u32(MAGICS[version]), ...(version === 1 ? [] : [u32(0)]), count, ...shape.map(u64)]
  return Buffer.concat([...head, u32(1), u32(0), u32(type), Buffer.alloc(bytes)])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(value)
  return bytes
}

import type { ByteSource } from '../../base/bytes.ts'

/** What can be told of a TensorRT engine without TensorRT: its layout is not public. */
export interface TensorrtEngine {
  /** Where the plan begins; some exporters put a JSON header in front. */
  readonly start: number
  /** Plug-ins by the names their libraries give them, as far as they stand in the part that was searched. */
  readonly plugins: readonly string[]
  /** Programs for the processor of the host (not for a GPU), by byte. */
  readonly hostCode: readonly number[]
  /** Bytes that were searched. */
  readonly searched: number
}

const STEP_BYTES = 4 * 1024 * 1024
/** Names stand in what is serialised of the network; weights come to gigabytes. */
const MOST_BYTES = 64 * 1024 * 1024
const OVERLAP_BYTES = 64
const MOST_FINDINGS = 50

/** Names of NVIDIA's own plug-ins end so, and those of others that follow its examples. */
const PLUGIN = /[A-Za-z][A-Za-z0-9_]{1,60}(?:_TRT|_PLUGIN|Plugin(?:Dynamic)?(?:_TRT)?)(?![A-Za-z0-9_])/g
/** x86, x86-64, AArch64: `e_machine` of programs for a host. */
const HOSTS: ReadonlySet<number> = new Set([3, 62, 183])

/** Looks through the first 64 MiB of an engine for what can be recognised. Throws what the source throws. */
export async function readTensorrt(source: ByteSource, start: number): Promise<TensorrtEngine> {
  const plugins = new Set<string>()
  const hostCode: number[] = []
  const end = Math.min(source.size, MOST_BYTES)
  for (let at = start; at < end; at += STEP_BYTES) {
    const bytes = Buffer.from(await source.slice(at, Math.min(STEP_BYTES + OVERLAP_BYTES, end - at)))
    for (const match of bytes.toString('latin1').matchAll(PLUGIN))
      if (plugins.size < MOST_FINDINGS) plugins.add(match[0])
    for (let found = bytes.indexOf('\x7fELF'); found >= 0; found = bytes.indexOf('\x7fELF', found + 4)) {
      const machine = found + 20 <= bytes.length ? bytes.readUInt16LE(found + 18) : 0
      if (HOSTS.has(machine) && hostCode.length < MOST_FINDINGS) hostCode.push(at + found)
    }
  }
  return { start, plugins: [...plugins].sort(), hostCode: [...new Set(hostCode)], searched: end - start }
}

/**
 * Where the plan of an engine begins in these first bytes: at once, or behind a length and JSON as Ultralytics writes it.
 * Undefined when they are no engine. The magic tag is `ptrt`, in later versions `ftrt`.
 */
export function tensorrtStart(head: Buffer): number | undefined {
  if (isPlan(head, 0)) return 0
  const length = head.length >= 5 && head[4] === 0x7b ? head.readUInt32LE(0) : 0
  return length > 0 && isPlan(head, 4 + length) ? 4 + length : undefined
}

function isPlan(head: Buffer, at: number): boolean {
  const tag = head.toString('latin1', at, at + 4)
  // The tag is a number of 32 bits; a text would go on with letters.
  return (tag === 'ptrt' || tag === 'ftrt') && at + 24 <= head.length && head.readUInt32LE(at + 4) < 0x10000
}

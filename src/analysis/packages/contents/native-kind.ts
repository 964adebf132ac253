/** Is it a program or library of a machine, by its first bytes: ELF, Mach-O of both byte orders and widths, universal Mach-O, PE? */
export function isNative(head: Buffer): boolean {
  if (head.length < 8) return false
  const magic = head.readUInt32BE(0)
  if (magic === ELF || MACH_O.has(magic)) return true
  // Java classes share the magic number: a class has a major version of 45 or more where Mach-O counts its machines.
  if (magic === UNIVERSAL || magic === UNIVERSAL_64) return head.readUInt32BE(4) > 0 && head.readUInt32BE(4) < 45
  return isPortableExecutable(head)
}

const ELF = 0x7f454c46
const MACH_O: ReadonlySet<number> = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe])
const UNIVERSAL = 0xcafebabe
const UNIVERSAL_64 = 0xcafebabf

/** `MZ` alone is two letters: the header that it points at counts, and where that lies beyond what is looked at, that the stub is no text. */
function isPortableExecutable(head: Buffer): boolean {
  if (head.toString('latin1', 0, 2) !== 'MZ' || head.length < 64) return false
  const at = head.readUInt32LE(60)
  if (at + 4 <= head.length) return head.toString('latin1', at, at + 2) === 'PE' && head.readUInt16LE(at + 2) === 0
  return head.subarray(0, 64).includes(0)
}

/** WebAssembly (core specification 5.5.16). */
export function isWasm(head: Buffer): boolean {
  return head.length >= 8 && head.readUInt32BE(0) === 0x0061736d
}

/**
 * Compiled Python: a magic number that ends in `\r\n`, and a code object behind the header, whose length went from 8 (2.x) over 12 to 16
 * bytes (PEP 552). The type of the object has its top bit set where it is referred to.
 */
export function isBytecode(head: Buffer): boolean {
  if (head.length < 17 || head[2] !== 0x0d || head[3] !== 0x0a) return false
  return [8, 12, 16].some((at) => ((head[at] ?? 0) & 0x7f) === 0x63)
}

/** What kind of program for a processor begins with these bytes; undefined for anything else. Code for GPUs (CUDA) is told as such. */
export function nativeCode(head: Uint8Array): string | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const start = bytes.toString('latin1', 0, 4)
  if (start === '\x7fELF') return bytes.length >= 20 && bytes.readUInt16LE(18) === CUDA ? 'CUDA' : 'ELF'
  if (MACH_O.has(start)) return 'Mach-O'
  return start.startsWith('MZ') && bytes.length >= 64 && bytes.readUInt32LE(60) < 4096 ? 'PE' : undefined
}

/** `e_machine` of ELF files for NVIDIA GPUs. */
const CUDA = 190
const MACH_O: ReadonlySet<string> = new Set(['\xcf\xfa\xed\xfe', '\xce\xfa\xed\xfe', '\xca\xfe\xba\xbe'])

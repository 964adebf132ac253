/** A member to write. Fields that are left out are honest. */
export interface TarMember {
  readonly name: string
  readonly data?: string | Uint8Array
  readonly typeflag?: string
  readonly linkName?: string
  readonly mode?: number
  /** Written whatever the magic is. */
  readonly prefix?: string
  readonly magic?: 'ustar' | 'gnu' | 'none'
  /** What the header says instead of the length of the data. */
  readonly statedSize?: number
  /** The size in base 256, as GNU tar writes sizes above 8 GiB. */
  readonly base256?: boolean
  readonly brokenChecksum?: boolean
}

const BLOCK_BYTES = 512

/** A tar archive in memory, with its end mark of two zero blocks. */
export function writeTar(members: readonly TarMember[]): Buffer {
  return Buffer.concat([...members.map(tarMember), Buffer.alloc(2 * BLOCK_BYTES)])
}

/** A header and its data, padded. */
export function tarMember(member: TarMember): Buffer {
  const data = Buffer.from(member.data ?? '')
  const header = Buffer.alloc(BLOCK_BYTES)
  header.write(member.name, 0, 100)
  header.write(`${(member.mode ?? 0o644).toString(8).padStart(7, '0')}\0`, 100)
  header.write(sizeField(member, data.length), 124, 12, 'latin1')
  header.write(member.typeflag ?? '0', 156, 1, 'latin1')
  header.write(member.linkName ?? '', 157, 100)
  header.write(MAGICS[member.magic ?? 'ustar'], 257, 8, 'latin1')
  header.write(member.prefix ?? '', 345, 155)
  header.fill(0x20, 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0) + (member.brokenChecksum === true ? 1 : 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([header, data, Buffer.alloc((BLOCK_BYTES - (data.length % BLOCK_BYTES)) % BLOCK_BYTES)])
}

/** A pax extended header (`x`) or global header (`g`) for the member behind it. */
export function paxHeader(records: Readonly<Record<string, string>>, typeflag = 'x'): TarMember {
  return { name: 'PaxHeader/x', typeflag, data: Object.entries(records).map(paxRecord).join('') }
}

const MAGICS = { ustar: 'ustar\x0000', gnu: 'ustar  \0', none: '' } as const

function sizeField(member: TarMember, length: number): string {
  const size = member.statedSize ?? length
  if (member.base256 !== true) return `${size.toString(8).padStart(11, '0')}\0`
  const field = Buffer.alloc(12)
  field[0] = 0x80
  field.writeBigUInt64BE(BigInt(size), 4)
  return field.toString('latin1')
}

/** The length counts its own digits. */
function paxRecord([key, value]: readonly [string, string]): string {
  const rest = ` ${key}=${value}\n`
  const bytes = Buffer.byteLength(rest)
  const length = bytes + String(bytes + String(bytes).length).length
  return `${length}${rest}`
}

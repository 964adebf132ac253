import type { BoundedReader } from '../../../formats/native/bounded-reader.ts'
import { entropy } from '../../../formats/native/entropy.ts'
import type { NativeFile, NativeSection } from '../../../formats/native/native-file.ts'

/** Sections that packers and protectors leave behind. */
const SECTION_NAMES =
  /^(?:UPX[0-9!]|\.?(?:aspack|adata|ASPack)$|\.themida|\.winlice|\.vmp\d|\.MPRESS|MPRESS\d|\.petite|\.nsp\d|nsp\d|PEC2|pec\d|\.enigma|\.boom|\.ccg|\.packed|\.perplex|\.yP|\.shrink|\.svkp|\.Upack|ProCrypt|\.neolit|BitArts|\.sforce|kkrunchy|_winzip_|\.RLPack|\.rmnet|\.charmve|\.spack|\.mackt)/

/** Code of processors has 5 to 6.8 bits; below a page chance is large. */
const PACKED_ENTROPY = 7.4
const LEAST_BYTES = 8192
const SAMPLE_BYTES = 512 * 1024

/** Why its code cannot be read as it lies there; undefined for ordinary code. */
export async function packingOf(reader: BoundedReader, native: NativeFile): Promise<string | undefined> {
  const named = native.sections.find(({ name }) => SECTION_NAMES.test(name))
  if (named !== undefined) return `a section ${named.name.slice(0, 20)}, as a packer leaves it`
  if (await hasUpxMark(reader, native)) return 'the mark UPX! of the packer behind its headers'
  for (const area of codeAreas(native)) {
    const size = Math.min(area.size, SAMPLE_BYTES)
    if (size < LEAST_BYTES) continue
    const bits = entropy(await reader.upTo(area.offset, size))
    if (bits >= PACKED_ENTROPY)
      return `code with ${bits.toFixed(2)} bits for each byte, as only compressed or enciphered code has`
  }
  return undefined
}

/** Packed ELF files have no sections; the loader's stub follows the program headers. */
async function hasUpxMark(reader: BoundedReader, { format, sections }: NativeFile): Promise<boolean> {
  if (format !== 'elf' || sections.length > 0) return false
  const bytes = await reader.upTo(0, 2048)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').includes('UPX!')
}

const MOST_AREAS = 20

/** Code by sections, which are finer; without them what is loaded to be run. Mixed segments of programs without sections hold data too. */
function codeAreas({ sections, segments }: NativeFile): readonly Pick<NativeSection, 'offset' | 'size'>[] {
  const code = sections.filter(({ executable, size }) => executable && size > 0)
  return (code.length > 0 ? code : segments.filter(({ executable }) => executable)).slice(0, MOST_AREAS)
}

import type { BoundedReader } from '../native/bounded-reader.ts'
import { recordView } from '../native/record-view.ts'
import { type ElfHeader, type ElfProgram, type ElfSection, PT_NOTE } from './elf-file.ts'

const NOTE_BYTES = 64 * 1024
const MOST_NOTES = 200
const NT_GNU_BUILD_ID = 3
const SHT_NOTE = 7

/** The identity that the linker gave (NT_GNU_BUILD_ID), in hexadecimal; undefined without one. */
export async function readBuildId(
  reader: BoundedReader,
  { littleEndian }: ElfHeader,
  programs: readonly ElfProgram[],
  sections: readonly ElfSection[],
): Promise<string | undefined> {
  const areas = [
    ...programs.filter(({ type }) => type === PT_NOTE).map(({ offset, fileSize }) => ({ offset, size: fileSize })),
    ...sections.filter(({ type }) => type === SHT_NOTE),
  ].slice(0, 20)
  for (const { offset, size } of areas) {
    const bytes = await reader.upTo(offset, Math.min(size, NOTE_BYTES))
    const id = buildIdIn(bytes, littleEndian)
    if (id !== undefined) return id
  }
  return undefined
}

function buildIdIn(bytes: Uint8Array, littleEndian: boolean): string | undefined {
  const view = recordView(bytes, { littleEndian, isWide: false })
  let at = 0
  for (let count = 0; count < MOST_NOTES && at + 12 <= bytes.length; count++) {
    const [nameBytes, dataBytes, type] = [view.u32(at), view.u32(at + 4), view.u32(at + 8)]
    const data = at + 12 + padded(nameBytes)
    const isGnu = nameBytes === 4 && Buffer.from(view.view(at + 12, 4)).toString('latin1') === 'GNU\0'
    if (isGnu && type === NT_GNU_BUILD_ID && dataBytes <= 64 && data + dataBytes <= bytes.length)
      return Buffer.from(view.view(data, dataBytes)).toString('hex')
    at = data + padded(dataBytes)
  }
  return undefined
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4
}

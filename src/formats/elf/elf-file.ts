import type { NativeFile } from '../native/native-file.ts'

/** An ELF file as the loader of Linux and the BSDs sees it (System V ABI, chapters 4 and 5). */
export interface ElfFile extends NativeFile {
  readonly format: 'elf'
  /** The loader that the kernel starts; absent in libraries and in what needs none. */
  readonly interpreter?: string
  /** DT_RPATH and DT_RUNPATH as written. */
  readonly runPaths: readonly string[]
  readonly soname?: string
  /** NT_GNU_BUILD_ID in hexadecimal. */
  readonly buildId?: string
  /** Nothing is left to a loader. */
  readonly isStatic: boolean
  /** Has it a section table? Packers throw it away. */
  readonly hasSectionTable: boolean
  /** PT_GNU_STACK asks for a stack that can be run. */
  readonly hasExecutableStack: boolean
}

/** The fields of the header that everything else hangs on. */
export interface ElfHeader {
  readonly bits: 32 | 64
  readonly littleEndian: boolean
  readonly type: number
  readonly machine: number
  readonly entry: number
  readonly programs: ElfTable
  readonly sections: ElfTable
  readonly sectionNames: number
}

/** Where a table stands, and its rows. */
export interface ElfTable {
  readonly offset: number
  readonly entrySize: number
  readonly count: number
}

/** A row of the program header table. */
export interface ElfProgram {
  readonly type: number
  readonly flags: number
  readonly offset: number
  readonly address: number
  readonly fileSize: number
  readonly memorySize: number
}

/** A row of the section header table. */
export interface ElfSection {
  readonly name: string
  readonly type: number
  readonly flags: number
  readonly address: number
  readonly offset: number
  readonly size: number
  readonly link: number
  readonly info: number
}

export const PT_LOAD = 1
export const PT_DYNAMIC = 2
export const PT_INTERP = 3
export const PT_NOTE = 4
export const PT_GNU_STACK = 0x6474e551
export const SHT_SYMTAB = 2
export const SHT_NOBITS = 8
export const SHT_DYNSYM = 11

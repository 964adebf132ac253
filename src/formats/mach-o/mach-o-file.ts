import type { NativeFile } from '../native/native-file.ts'

/** A program or library of macOS and iOS for one kind of processor, as the dynamic loader reads it. */
export interface MachOFile extends NativeFile {
  readonly format: 'mach-o'
  /** Where it begins: not 0 in a universal file. Offsets of sections and segments count from the start of the whole file. */
  readonly start: number
  readonly size: number
  /** `execute`, `dylib`, `bundle`, `dsym` …, or `type 12`. */
  readonly fileType: string
  readonly identity?: string
  readonly runPaths: readonly string[]
  /** LC_UUID in hexadecimal. */
  readonly uuid?: string
  /** Part of it is enciphered, as in programs of the App Store. */
  readonly isEncrypted: boolean
}

/** What the load commands say, in places of the slice. */
export interface LoadCommands {
  readonly libraries: string[]
  readonly runPaths: string[]
  readonly segments: MachSegment[]
  readonly sections: MachSection[]
  readonly binds: MachArea[]
  identity?: string
  uuid?: string
  symbols?: { readonly offset: number; readonly count: number; readonly strings: MachArea }
  fixups?: MachArea
  trie?: MachArea
  signature?: MachArea
  entry?: number
  isEncrypted: boolean
}

/** A part of the file. */
export interface MachArea {
  readonly offset: number
  readonly size: number
}

/** LC_SEGMENT and LC_SEGMENT_64. */
export interface MachSegment extends MachArea {
  readonly name: string
  readonly address: number
  readonly memorySize: number
  readonly protection: number
}

/** A section of a segment. */
export interface MachSection extends MachArea {
  readonly name: string
  readonly segment: string
  readonly flags: number
}

/** A name that is looked for; the library is its 1-based place among the libraries, or a special number. */
export interface MachImport {
  readonly name: string
  readonly library: number
  readonly isWeak: boolean
}

import type { NativeFile } from '../native/native-file.ts'

/** A program or library of Windows as its loader reads it (PE/COFF specification, revision 11). */
export interface PeFile extends NativeFile {
  readonly format: 'pe'
  /** `gui`, `console`, `native` (a driver), `efi`, or `subsystem 12`. */
  readonly subsystem: string
  /** Seconds since 1970 as the linker wrote it; reproducible builds put a hash there. */
  readonly timestamp: number
  /** Its code is that of .NET; the imports tell nothing of it. */
  readonly isDotNet: boolean
  /** Functions that run before the first instruction. */
  readonly hasTlsCallbacks: boolean
  readonly resources: { readonly count: number; readonly bytes: number; readonly largest: number }
  /** Behind `overlay`: where the table of certificates lies. */
  readonly certificates?: { readonly offset: number; readonly size: number }
}

/** The fields of the headers that everything else hangs on. */
export interface PeHeader {
  readonly machine: number
  readonly timestamp: number
  readonly characteristics: number
  readonly isWide: boolean
  readonly entry: number
  readonly imageBase: number
  readonly headerBytes: number
  readonly subsystem: number
  readonly directories: readonly PeDirectory[]
  readonly sections: readonly PeSection[]
  /** Of the symbols of COFF, which only MinGW writes; 0 for none. */
  readonly symbolTable: number
  readonly symbols: number
}

/** Where a table lies: an address relative to the image, except for certificates, where it is an offset in the file. */
export interface PeDirectory {
  readonly address: number
  readonly size: number
}

/** A row of the section table. */
export interface PeSection {
  readonly name: string
  readonly address: number
  readonly memorySize: number
  readonly offset: number
  readonly size: number
  readonly flags: number
}

export const EXPORTS = 0
export const IMPORTS = 1
export const RESOURCES = 2
export const CERTIFICATES = 4
export const TLS = 9
export const DELAYED_IMPORTS = 13
export const DOT_NET = 14

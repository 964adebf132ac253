import type { Format } from '../base/bytes.ts'
import { FormatError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import type { ScannedFile } from '../model/scanned-file.ts'
import { contentKind } from './identify.ts'
import type { OpenedFile } from './source.ts'

/** Formats whose bytes are text: for these a binary file under a text file's name gets a message that says what it is. */
const TEXT_SAMPLE = 512

/** A ScannedFile over an opened one: bytes are read once, each format is parsed once, a parse error is thrown again to all who ask. */
export function scannedFile(path: string, opened: OpenedFile, limits: Limits): ScannedFile {
  let bytes: Promise<Uint8Array> | undefined
  // Made when they are needed: of ten thousand small files hardly any is parsed.
  let parsed: Map<string, Promise<unknown>> | undefined
  let done: Map<string, Promise<unknown>> | undefined
  const all = (): Promise<Uint8Array> => (bytes ??= opened.all())
  return {
    path,
    size: opened.size,
    links: opened.links,
    limits,
    source: { size: opened.size, all, slice: (offset, length) => opened.slice(offset, length) },
    read<T>(format: Format<T>): Promise<T> {
      parsed ??= new Map()
      const known = parsed.get(format.id)
      // A format id names one parser, so what is stored under it is what this format returns.
      if (known !== undefined) return known as Promise<T>
      const fresh = all().then((content) =>
        format.parse(format.binary === true ? content : refuseBinary(content), limits),
      )
      parsed.set(format.id, fresh)
      return fresh
    },
    once<T>(key: string, work: () => Promise<T>): Promise<T> {
      done ??= new Map()
      const known = done.get(key)
      // A key names one piece of work, so what is stored under it is what this work gives.
      if (known !== undefined) return known as Promise<T>
      const fresh = work()
      done.set(key, fresh)
      return fresh
    },
  }
}

function refuseBinary(content: Uint8Array): Uint8Array {
  const kind = contentKind(content.subarray(0, TEXT_SAMPLE))
  if (kind === 'text' || kind === 'empty') return content
  throw new FormatError(
    'FORMAT_ENCODING',
    `expected text, found ${kind === 'binary' ? 'binary data' : `a ${kind} file`}`,
    {
      byte: 0,
    },
  )
}

import type { ByteSource } from '../../base/bytes.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { anomalyLog } from '../anomaly.ts'
import { factLog } from './facts.ts'
import { asciiInput, binaryInput, type RInput } from './input.ts'
import { readItem } from './items.ts'
import type { RData, RDataBreach, RVariable } from './model.ts'
import type { Reading } from './reading.ts'
import { readVariables } from './variables.ts'

/**
 * Reads an R serialization, versions 2 and 3, of one object (.rds) or a workspace (.rda), already unpacked. Values are passed
 * over; what is kept is code, and what R would run or look up (R Internals, section 1.8; src/main/serialize.c). Throws
 * FormatError when it is none; one that breaks off or lies keeps what was read and says so as a breach.
 */
export async function readRData(source: ByteSource, limits: Limits): Promise<RData> {
  const { start, encoding, isWorkspace } = await readForm(source)
  const input = encoding === 'ascii' ? asciiInput(source, start) : binaryInput(source, start, encoding === 'native')
  const version = await readHeader(input)
  const log = anomalyLog<RDataBreach>()
  const facts = factLog()
  const reading: Reading = { input, limits, log, facts, references: [], depth: 0, nodes: 0 }
  const variables: RVariable[] = []
  try {
    if (isWorkspace) await readVariables(reading, variables)
    else await readItem(reading, 'top')
    if (encoding !== 'ascii' && input.left() > 0)
      log.add('trailing-data', `${input.left()} bytes behind the object`, input.at())
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    const byte = error.position !== undefined && 'byte' in error.position ? error.position.byte : input.at()
    // What is partial has been logged where it was found.
    if (error.code !== 'FORMAT_PARTIAL')
      log.add(error instanceof LimitError ? 'limit' : breachOf(error), error.message, byte)
  }
  return { version, encoding, variables, facts: facts.list(), breaches: log.list() }
}

function breachOf(error: FormatError): RDataBreach {
  return error.code === 'FORMAT_VERSION' ? 'unknown-type' : 'truncated'
}

interface Form {
  readonly start: number
  readonly encoding: RData['encoding']
  readonly isWorkspace: boolean
}

const ENCODINGS: Readonly<Record<string, RData['encoding']>> = { X: 'xdr', B: 'native', A: 'ascii' }

/** `RDX3` and a newline for a workspace, then the letter of the encoding and a newline. */
async function readForm(source: ByteSource): Promise<Form> {
  const head = Buffer.from(await source.slice(0, 16)).toString('latin1')
  const workspace = /^RD[XAB][23]\n/.test(head)
  const start = workspace ? 5 : 0
  const encoding = head[start + 1] === '\n' ? ENCODINGS[head[start] ?? ''] : undefined
  if (encoding === undefined)
    throw new FormatError('FORMAT_SHAPE', 'R: expected the letter of an encoding', { byte: start })
  return { start: start + 2, encoding, isWorkspace: workspace }
}

async function readHeader(input: RInput): Promise<number> {
  const version = await input.int()
  if (version !== 2 && version !== 3)
    throw new FormatError('FORMAT_VERSION', `R: expected serialization version 2 or 3, found ${version}`, { byte: 2 })
  await input.int()
  await input.int()
  if (version === 3) {
    const length = await input.int()
    if (length < 0 || length > 64)
      throw new FormatError('FORMAT_SHAPE', `R: an encoding of ${length} letters`, { byte: 14 })
    await input.text(length)
  }
  return version
}

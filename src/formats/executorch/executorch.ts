import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { FlatReader, type FlatTable } from '../flatbuffers/flatbuffer.ts'
import type { ExecutorchBreach, ExecutorchModel } from './model.ts'
import { nativeCode } from './native-code.ts'
import { readPlan } from './plan.ts'
import type { ExecutorchReading } from './reading.ts'

/** Slots of Program, SubsegmentOffsets, NamedData, DataSegment and BackendDelegateInlineData (program.fbs). */
const PROGRAM = { version: 0, plans: 1, constants: 2, inline: 3, segments: 4, constantSegment: 5, mutable: 6, named: 7 }
const SUBSEGMENTS = { segment: 0, offsets: 1 }
const NAMED = { segment: 1 }
const SEGMENT = { offset: 0, size: 1 }
const INLINE = { data: 0 }

/**
 * Reads an ExecuTorch program: the operators it calls by name, the backends it hands parts to, and whether everything lies where
 * it says. Throws FormatError when the bytes are no program.
 */
export async function readExecutorch(source: ByteSource, limits: Limits): Promise<ExecutorchModel> {
  const log = anomalyLog<ExecutorchBreach>()
  const header = await readHeader(source, log)
  const reading: ExecutorchReading = {
    source,
    flat: new FlatReader(source, limits, 0, header.programEnd),
    log,
    operators: new Map(),
    delegates: new Map(),
    native: [],
    methods: [],
    inline: 0,
    segments: 0,
    constants: 0,
  }
  const { flat } = reading
  const program = await flat.root()
  if (program === undefined)
    throw new FormatError('FORMAT_SHAPE', 'expected an ExecuTorch program, found no table', { byte: 0 })
  await readSegments(reading, program, header.segmentBase)
  await readInline(reading, program)
  reading.constants = await countConstants(reading, program)
  for await (const plan of flat.tables(program, PROGRAM.plans)) if (plan !== undefined) await readPlan(reading, plan)
  return {
    version: flat.number(program, PROGRAM.version, 'u32'),
    methods: reading.methods,
    operators: [...reading.operators.values()],
    delegates: [...reading.delegates.values()],
    native: reading.native,
    breaches: [...flat.breaches(), ...log.list()],
  }
}

interface Header {
  readonly programEnd: number
  readonly segmentBase: bigint | undefined
}

/** `eh00` behind the identifier: how long the program is and where the segments begin (extended_header.h). */
async function readHeader(source: ByteSource, log: AnomalyLog<ExecutorchBreach>): Promise<Header> {
  const bytes = Buffer.from(await source.slice(0, 40))
  if (bytes.toString('latin1', 4, 8) !== 'ET12')
    throw new FormatError('FORMAT_SHAPE', 'expected the identifier ET12', { byte: 4 })
  if (bytes.length < 32 || bytes.toString('latin1', 8, 12) !== 'eh00')
    return { programEnd: source.size, segmentBase: undefined }
  const program = bytes.readBigUInt64LE(16)
  const base = bytes.readBigUInt64LE(24)
  const size = BigInt(source.size)
  if (program > size || base > size || (base !== 0n && base < program)) {
    log.add('header', `a program of ${program} bytes, segments from byte ${base}, in a file of ${size}`, 8)
    return { programEnd: source.size, segmentBase: undefined }
  }
  return { programEnd: Number(program), segmentBase: base }
}

async function readSegments(reading: ExecutorchReading, program: FlatTable, base: bigint | undefined): Promise<void> {
  const { flat, log, source } = reading
  for await (const segment of flat.tables(program, PROGRAM.segments)) {
    const index = reading.segments++
    if (segment === undefined) continue
    const offset = flat.long(segment, SEGMENT.offset, 'u64')
    const size = flat.long(segment, SEGMENT.size, 'u64')
    const start = (base ?? 0n) + offset
    if (base === undefined || start + size > BigInt(source.size))
      log.add('segment-range', `segment ${index} at byte ${start}, ${size} bytes of ${source.size}`, segment.at)
    else await lookForCode(reading, Number(start), Number(size), `segments/${index}`)
  }
}

/** A part that begins as a program for a processor is one, whatever the delegate is called. */
async function lookForCode(reading: ExecutorchReading, at: number, size: number, inside: string): Promise<void> {
  const name = nativeCode(await reading.source.slice(at, Math.min(64, size)))
  if (name !== undefined && reading.native.length < 100) reading.native.push({ name, inside, byte: at })
}

async function readInline(reading: ExecutorchReading, program: FlatTable): Promise<void> {
  const { flat } = reading
  for await (const part of flat.tables(program, PROGRAM.inline)) {
    const index = reading.inline++
    const data = part === undefined ? undefined : await flat.vector(part, INLINE.data, 1)
    if (data !== undefined) await lookForCode(reading, data.at, data.count, `backend_delegate_data/${index}`)
  }
}

/** Constants are numbered in the program itself or in one segment; named data and mutable data lie in segments. */
async function countConstants(reading: ExecutorchReading, program: FlatTable): Promise<number> {
  const { flat, log, segments } = reading
  const check = (segment: number, at: number): void => {
    if (segment >= segments && segment !== 0) log.add('index', `segment ${segment} where there are ${segments}`, at)
  }
  for await (const named of flat.tables(program, PROGRAM.named))
    if (named !== undefined) check(flat.number(named, NAMED.segment, 'u32'), named.at)
  for await (const mutable of flat.tables(program, PROGRAM.mutable))
    if (mutable !== undefined) check(flat.number(mutable, SUBSEGMENTS.segment, 'u32'), mutable.at)
  const constants = await flat.vector(program, PROGRAM.constants, 4)
  const segment = await flat.table(program, PROGRAM.constantSegment)
  if (segment === undefined) return constants?.count ?? 0
  check(flat.number(segment, SUBSEGMENTS.segment, 'u32'), segment.at)
  const offsets = await flat.vector(segment, SUBSEGMENTS.offsets, 8)
  return Math.max(offsets?.count ?? 0, constants?.count ?? 0)
}

import { excerpt } from '../../base/escape.ts'
import type { AnomalyLog } from '../anomaly.ts'
import type { GgufBreach } from './breach.ts'
import type { GgufTensor } from './tensors.ts'

/**
 * Tensors lie one behind the other, each padded to the alignment, inside the file. Tensors whose size is not known end the
 * statement about what follows them. One sort, one pass, BigInt.
 */
export function checkLayout(
  tensors: readonly GgufTensor[],
  dataStart: number,
  fileSize: number,
  alignment: number,
  log: AnomalyLog<GgufBreach>,
): void {
  const step = BigInt(alignment)
  const dataBytes = BigInt(Math.max(0, fileSize - dataStart))
  const inside = tensors.filter((tensor) => isInside(tensor, dataBytes, step, log))
  inside.sort((a, b) => (a.offset < b.offset ? -1 : a.offset > b.offset ? 1 : 0))
  const allSized = tensors.every(({ size }) => size !== undefined)
  let covered = 0n
  for (const { offset, size = 0n, name } of inside) {
    const byte = dataStart + Number(offset)
    if (offset < covered && size > 0n)
      log.add('overlap', `tensor ${label(name)} shares bytes with the one before it`, byte)
    if (allSized && offset > padded(covered, step))
      log.add('hole', `${offset - covered} bytes belong to no tensor`, dataStart + Number(covered))
    if (offset + size > covered) covered = offset + size
  }
  if (allSized && dataBytes > padded(covered, step)) {
    log.add('trailing-data', `${dataBytes - covered} bytes follow the last tensor`, dataStart + Number(covered))
  }
}

function isInside(tensor: GgufTensor, dataBytes: bigint, step: bigint, log: AnomalyLog<GgufBreach>): boolean {
  if (tensor.offset % step !== 0n)
    log.add(
      'unaligned-tensor',
      `tensor ${label(tensor.name)} begins at ${tensor.offset}, not a multiple of ${step}`,
      tensor.byte,
    )
  const end = tensor.offset + (tensor.size ?? 0n)
  if (end <= dataBytes) return true
  log.add(
    'outside-file',
    `tensor ${label(tensor.name)} claims bytes ${tensor.offset} to ${end} of ${dataBytes}`,
    tensor.byte,
  )
  return false
}

function padded(offset: bigint, step: bigint): bigint {
  return ((offset + step - 1n) / step) * step
}

function label(name: string): string {
  return `\`${excerpt(name, 80)}\``
}

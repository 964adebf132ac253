import { excerpt } from '../../base/escape.ts'
import type { AnomalyLog } from '../anomaly.ts'
import type { SafetensorsTensor } from './header.ts'
import type { SafetensorsBreach } from './breach.ts'

/**
 * Tensors must cover the data from its first to its last byte, each byte once ("no holes"): bytes outside every tensor are
 * where a second format is hidden. One sort, one pass.
 */
export function checkLayout(
  tensors: readonly SafetensorsTensor[],
  dataStart: number,
  fileSize: number,
  log: AnomalyLog<SafetensorsBreach>,
): void {
  const dataBytes = BigInt(fileSize - dataStart)
  const inside = tensors.filter((tensor) => isInside(tensor, dataBytes, log))
  inside.sort((a, b) => compare(a.begin, b.begin) || compare(a.end, b.end))
  let covered = 0n
  for (const tensor of inside) {
    const byte = dataStart + Number(tensor.begin)
    if (tensor.begin > covered)
      log.add('hole', `${tensor.begin - covered} bytes belong to no tensor`, dataStart + Number(covered))
    if (tensor.begin < covered && tensor.end > tensor.begin)
      log.add('overlap', `tensor ${label(tensor)} shares bytes with the one before it`, byte)
    if (tensor.end > covered) covered = tensor.end
  }
  if (covered < dataBytes) {
    log.add('trailing-data', `${dataBytes - covered} bytes follow the last tensor`, dataStart + Number(covered))
  }
}

function isInside(tensor: SafetensorsTensor, dataBytes: bigint, log: AnomalyLog<SafetensorsBreach>): boolean {
  if (tensor.begin <= tensor.end && tensor.end <= dataBytes) return true
  log.add(
    'outside-file',
    `tensor ${label(tensor)} claims bytes ${tensor.begin} to ${tensor.end} of ${dataBytes}`,
    tensor.byte,
  )
  return false
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function label(tensor: SafetensorsTensor): string {
  return `\`${excerpt(tensor.name, 80)}\``
}

import { availableParallelism } from 'node:os'
import { UsageError } from '../base/errors.ts'
import { visible } from '../base/escape.ts'
import type { Arguments } from './command.ts'

/** The value of an option that takes one of a few words; the first where it is not given. Throws USAGE_ARGUMENTS. */
export function choice<T extends string>(args: Arguments, name: string, values: readonly [T, ...T[]]): T {
  const given = args.value(name)
  if (given === undefined) return values[0]
  const found = values.find((value) => value === given)
  if (found !== undefined) return found
  throw new UsageError('USAGE_ARGUMENTS', `expected --${name} ${values.join(' or ')}, found ${visible(given)}`)
}

/** `--workers`; without it one for each processor, at most eight. Throws USAGE_ARGUMENTS. */
export function workersOf(args: Arguments): number {
  const text = args.value('workers')
  if (text === undefined) return Math.min(8, availableParallelism())
  const workers = Number(text)
  if (Number.isInteger(workers) && workers >= 1 && workers <= 64) return workers
  throw new UsageError('USAGE_ARGUMENTS', `expected --workers from 1 to 64, found ${visible(text)}`)
}

import { LimitError } from '../../base/errors.ts'
import { readItem, readWith } from './items.ts'
import type { RVariable } from './model.ts'
import { headerOf, type Reading } from './reading.ts'
import { CONSTANTS, R } from './types.ts'

/** The variables of a workspace: a list of values with their names as tags. */
export async function readVariables(reading: Reading, into: RVariable[]): Promise<void> {
  for (;;) {
    const flags = await reading.input.int()
    const { type, hasAttributes, hasTag, byte } = headerOf(flags, reading.input.at())
    if (type !== R.list) {
      if (!CONSTANTS.has(type)) await readWith(reading, flags, 'top')
      return
    }
    if (hasAttributes) await readItem(reading)
    const tag = hasTag ? await readItem(reading) : undefined
    const { type: valueType } = await readItem(reading)
    if (++reading.nodes > reading.limits.nodes)
      throw new LimitError('LIMIT_ENTRIES', `more than ${reading.limits.nodes} variables`, { byte })
    into.push({ name: tag?.name ?? '', isFunction: valueType === R.closure, byte })
  }
}

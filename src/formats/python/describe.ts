import type { PythonArgument } from './module.ts'
import { alternatives, DYNAMIC, itemsOf, nameOf, type Value } from './values.ts'

const MOST_CHARACTERS = 120
const MADE_NAMES = ['written', 'computed', 'decoded'] as const

/** An argument for the list of uses. Of several values the first that is known. */
export function describe(value: Value, keyword: string | undefined): PythonArgument {
  const all = alternatives(value)
  const one = all.find((candidate) => shape(candidate).type !== 'unknown') ?? all[0] ?? value
  return { ...(keyword === undefined ? {} : { keyword }), ...shape(one) }
}

function shape(value: Value): Omit<PythonArgument, 'keyword'> {
  const written = { length: 0, made: 'written' } as const
  switch (value.kind) {
    case 'text':
      return {
        type: value.bytes ? 'bytes' : 'text',
        value: value.text.slice(0, MOST_CHARACTERS),
        length: value.text.length,
        made: MADE_NAMES[value.made],
      }
    case 'number':
      return { ...written, type: 'number', value: String(value.number) }
    case 'constant':
      return { ...written, type: 'constant', value: value.name }
    case 'list':
      return { ...written, type: 'list', value: shownList(value), length: value.items.length }
    case 'path':
      return {
        ...written,
        type: value.path.startsWith(DYNAMIC) && !value.path.includes('.__') ? 'unknown' : 'names',
        value: value.path,
      }
    case 'method':
      return { ...written, type: 'names', value: nameOf(value) }
    case 'namespace':
      return { ...written, type: 'names', value: `${nameOf(value.of)}.__dict__` }
    default:
      return { ...written, type: 'unknown', value: '' }
  }
}

function shownList(value: Value): string {
  const items = itemsOf(value) ?? []
  return items
    .slice(0, 40)
    .map((item) => (item.kind === 'list' ? '[…]' : shape(item).value || '…'))
    .join(' ')
    .slice(0, MOST_CHARACTERS)
}

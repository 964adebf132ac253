import { get, items, string, type TreeValue } from '../formats/tree.ts'
import type { Waiver, WaiverSelector } from '../model/policy.ts'
import { type PolicyFile, textList } from './policy-file.ts'

/** The waivers of a file whose shape was checked; incomplete ones are left out, they are reported already. */
export function readWaivers(file: PolicyFile, value: TreeValue | undefined): readonly Waiver[] {
  const seen = new Set<string>()
  return items(value).flatMap((item, index) => {
    const id = string(get(item, 'id')) ?? `waiver-${index + 1}`
    if (seen.has(id)) file.report(get(item, 'id')?.offset ?? item.offset, `id: a waiver "${id}" stands above already`)
    seen.add(id)
    return readWaiver(file, item, id) ?? []
  })
}

function readWaiver(file: PolicyFile, item: TreeValue, id: string): Waiver | undefined {
  const owner = string(get(item, 'owner'))
  const reason = string(get(item, 'reason'))
  const expires = string(get(item, 'expires'))
  if (owner === undefined || reason === undefined || expires === undefined) return undefined
  const selector = readSelector(item)
  if (Object.keys(selector).length === 0) return undefined
  return { id, selector, paths: textList(get(item, 'paths')), owner, reason, expires, origin: file.place(item.offset) }
}

function readSelector(item: TreeValue): WaiverSelector {
  const given = (['advisory', 'rule', 'fingerprint', 'component', 'digest', 'global'] as const).flatMap((key) => {
    const value = string(get(item, key))
    return value === undefined ? [] : [[key, value] as const]
  })
  return Object.fromEntries(given)
}

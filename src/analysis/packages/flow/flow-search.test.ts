import { describe, expect, it } from 'vitest'
import type { Meaning } from './flow-language.ts'
import type { FlowNode } from '../../../formats/flow-graph.ts'
import { FlowSearch } from './flow-search.ts'

type Part = Partial<FlowNode>

/** Uses are words: `source…` begins data, `end` ends it, everything else is done to it. */
const meaningOf = (use: string): Meaning =>
  use.startsWith('source') ? { kind: 'source' } : use === 'end' ? { kind: 'end' } : { kind: 'way', through: use }

function search(uses: readonly string[], parts: readonly Part[]): FlowSearch<string> {
  const flows = [{}, ...parts].map((part): FlowNode => ({ uses: [], from: [], enters: [], given: [], ...part }))
  return new FlowSearch({ uses, flows }, meaningOf)
}

describe('where data comes from', () => {
  it('tells what is done to it on the way, in order', () => {
    const way = search(
      ['source', 'json', 'base64'],
      [{ uses: [0] }, { uses: [1], from: [1] }, { uses: [2], from: [2] }],
    )
    expect(way.origins([3])).toEqual([{ use: 'source', through: ['json', 'base64'], transforms: ['json', 'base64'] }])
  })

  it('leaves a function at the call at which it was entered, at any depth, with what the function does', () => {
    // 3 = f(1), 4 = f(2); f calls g, g calls h, h encodes: parameters 5, 6, 7 and results 10, 9, 8.
    const calls = search(
      ['source a', 'source b', 'hex'],
      [
        { uses: [0] },
        { uses: [1] },
        { enters: [10] },
        { enters: [10] },
        { given: [[3, 1], [4, 2]] },
        { given: [[10, 5]] },
        { given: [[9, 6]] },
        { uses: [2], from: [7] },
        { enters: [8] },
        { enters: [9] },
      ],
    ) // prettier-ignore
    expect(calls.origins([3])).toEqual([{ use: 'source a', through: ['hex'], transforms: ['hex'] }])
    expect(calls.origins([4]).map(({ use }) => use)).toEqual(['source b'])
    expect(calls.origins([7]).map(({ use }) => use)).toEqual(['source a', 'source b'])
  })

  it('follows what is kept to whoever wrote it', () => {
    // 4 is a field: written by set(1) through its parameter 3, read by get() at 5.
    const parts: readonly Part[] = [{ uses: [0] }, {}, { given: [[2, 1]] }, { from: [3] }, { enters: [4] }]
    expect(search(['source'], parts).origins([5])).toEqual([])
    const kept = parts.map((part, index) => (index === 3 ? { ...part, kept: true } : part))
    expect(search(['source'], kept).origins([5])).toMatchObject([{ use: 'source' }])
  })

  it('ends where nothing of what comes leaves', () => {
    expect(search(['source', 'end'], [{ uses: [0] }, { uses: [1], from: [1] }]).origins([2])).toEqual([])
  })

  it('comes to an end with functions that call themselves', () => {
    const recursive = search(['source'], [{ uses: [0] }, { enters: [3] }, { from: [4, 5] }, { given: [[2, 1], [5, 4]] }, { enters: [3] }]) // prettier-ignore
    expect(recursive.origins([2])).toMatchObject([{ use: 'source' }])
  })

  it('takes one step for each node of long chains, many calls and many sinks', () => {
    const size = 60_000
    // One function, called size times; every call is a sink.
    const parts: Part[] = [{ uses: [0] }, { given: Array.from({ length: size }, (_, i) => [i + 3, 1] as const) }]
    for (let i = 0; i < size; i++) parts.push({ enters: [2] })
    const wide = search(['source'], parts)
    let found = 0
    for (let i = 0; i < size; i++) found += wide.origins([i + 3]).length
    expect(found).toBe(size)
    const chain: Part[] = [{ uses: [0] }]
    for (let i = 1; i < size; i++) chain.push({ from: [i] })
    expect(search(['source'], chain).origins([size])).toHaveLength(1)
    expect(wide.isExhausted).toBe(false)
  }, 30_000)
})

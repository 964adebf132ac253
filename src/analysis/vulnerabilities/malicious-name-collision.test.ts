import { describe, expect, it } from 'vitest'
import { cases } from './malicious-name-collision.cases.ts'
import { maliciousNameCollision } from './malicious-name-collision.ts'

it.each(cases)('$expect: $name', ({ expect: outcome, bom, known }) => {
  const observations = [...maliciousNameCollision.inspect(bom, known)]
  expect(observations.length > 0 ? 'fires' : 'silent').toBe(outcome)
})

describe('2.12 malware: a local package of its name', () => {
  it('is a low finding that says it is not the malware', () => {
    const [first] = cases
    const [found] = first === undefined ? [] : maliciousNameCollision.inspect(first.bom, first.known)
    expect(found).toMatchObject({
      severity: 'low',
      title: 'evil 0.0.0-use.local has the name of known malware (MAL-2024-1)',
      identity: 'npm evil MAL-2024-1',
    })
    expect(found?.message).toContain('is not the malware')
    expect(found?.confidence.because).toContain('the package comes from the project itself')
  })
})

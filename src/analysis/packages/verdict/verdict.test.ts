import { describe, expect, it } from 'vitest'
import { component } from '../../../../test/support/component-fakes.ts'
import { changed, factsOf, NOW, type PackageWords, releaseOf } from '../../../../test/support/package-facts.ts'
import { assessmentWith } from '../../../../test/support/package-reports.ts'
import { INCIDENT_STORIES } from '../../../../test/support/package-incidents.ts'
import { TWIN_STORIES } from '../../../../test/support/package-twins.ts'
import { HOSTILE } from '../../../../test/support/sample-result.ts'
import { visible } from '../../../base/escape.ts'
import type { PackageAssessment } from '../../../model/package-assessment.ts'
import type { BehaviourKind } from '../behaviour.ts'
import { assess } from './assess.ts'
import { findingsOfAssessment } from './findings-of-assessment.ts'
import { storyRules } from './story-rules.ts'
import { STORY_TITLES } from './story-titles.ts'

const judged = (words: PackageWords): PackageAssessment => assess(releaseOf(words))
const leak = { kind: 'network', subject: 'collect.example', from: ['environment NPM_TOKEN'] } as const
const settled = { firstPublished: '2016-01-01T00:00:00Z', published: '2026-11-19T00:00:00Z' }

describe('one fact alone', () => {
  const kinds: readonly BehaviourKind[] = [
    'read-environment', 'read-secret-file', 'host-facts', 'cloud-metadata', 'encode', 'network', 'dns', 'download', 'execute', 'evaluate', 'dynamic-import',
    'write-file', 'write-executable', 'hook-runtime', 'hide', 'obfuscation', 'install-hook', 'clipboard', 'unread', 'browser-store', 'wallet', 'spy', 'hunt-secrets',
  ] // prettier-ignore
  it.each(kinds)('%s does not hold, whenever it happens', (kind) => {
    for (const path of ['install.js', 'index.js', 'lib/x.js', 'cli.js'])
      expect(
        judged({
          did: [
            {
              kind,
              subject: kind === 'obfuscation' ? 'string-table' : 'x.example',
              path,
              when: path === 'install.js' ? 'install' : 'import',
            },
          ],
        }).verdict,
      ).toBe('allow')
  })

  it.each(['dependency', 'publisher', 'provenance', 'size', 'install-hook', 'native'] as const)(
    '%s alone does not hold',
    (kind) => {
      expect(judged({ did: [], input: { changes: [changed(kind, 'x', 1)] } }).verdict).toBe('allow')
    },
  )

  it('nor does a name, however alike and young', () => {
    const names = [{ kind: 'homoglyph', popular: 'torch', text: 'looks like torch', chance: 0.99 }]
    expect(judged({ did: [], input: { names, release: { projectAgeDays: 0 } } }).verdict).toBe('allow')
  })
})

describe('what surrounds a story', () => {
  const weight = (input: PackageWords['input'], did: PackageWords['did'] = [leak]): number =>
    judged({ did, ...(input === undefined ? {} : { input }) }).stories[0]?.weight ?? 0
  const plain = weight(undefined)

  it.each<readonly [string, PackageWords['input'], number]>([
    ['a young project makes it heavier', { release: { firstPublished: '2026-11-10T00:00:00Z' } }, 1],
    ['a project whose age is told in days as well', { release: { projectAgeDays: 3 } }, 1],
    [
      'a name like another makes it heavier',
      { names: [{ kind: 'edit', popular: 'x', text: 'is one edit from x', chance: 0.3 }] },
      1,
    ],
    [
      'what is new makes it heavier',
      { changes: [changed('capability', 'environment -> network', 0.85, 'install.js')], compared: { version: '0.9' } },
      1,
    ],
    ['so does a new host', { changes: [changed('host', 'collect.example', 0.4)], compared: { version: '0.9' } }, 1],
    ['what a settled project did before makes it lighter', { compared: { version: '0.9' }, release: settled }, -1],
    ['what many use for long makes it lighter', { release: { published: '2026-01-01T00:00:00Z', popularity: 40 } }, -1],
    [
      'what a young project did before changes nothing for the better',
      { compared: { version: '0.9' }, release: { projectAgeDays: 40 } },
      0,
    ],
    ['dates that are none change nothing', { release: { firstPublished: 'yesterday', published: '?' } }, 0],
  ])('%s', (_, input, sign) => {
    expect(Math.sign(weight(input) - plain)).toBe(sign)
  })

  it('a purpose weakens what is asked for, not what happens by itself', () => {
    const publish = (when: 'install' | 'call', description: string): number =>
      judged({
        description,
        did: [{ kind: 'publish-package', subject: 'npm', when, path: when === 'call' ? 'index.js' : 'install.js' }],
      }).stories[0]?.weight ?? 0
    expect(publish('install', 'publish packages')).toBe(publish('install', ''))
    expect(publish('call', 'publish packages')).toBeLessThan(publish('call', '') + 1)
  })

  it('two stories that hold block together, two of one kind do not', () => {
    const persist = { kind: 'persist', subject: 'python start', when: 'install' } as const
    const both = judged({
      did: [leak, { kind: 'network', subject: 'probe.example', from: ['host-facts hostname', 'host-facts USER'] }],
    })
    expect([both.verdict, both.stories.map((story) => story.verdict)]).toEqual(['block', ['hold', 'hold']])
    expect(both.because[0]).toContain('together')
    expect(judged({ did: [leak, { ...leak, subject: 'other.example' }] }).verdict).toBe('hold')
    expect(judged({ did: [leak, persist] }).verdict).toBe('hold')
  })
})

describe('artefacts of one release', () => {
  const words: PackageWords = { name: 'tool', ecosystem: 'PyPI', did: [{ ...leak, path: 'setup.py' }] }

  it('tell one story once, and name where it stands', () => {
    const input = { ...releaseOf(words), artefacts: [factsOf(words, 'tool-1.tar.gz'), factsOf(words, 'tool-1.whl')] }
    expect(assess(input).stories.map(({ artefacts }) => artefacts)).toEqual([['tool-1.tar.gz', 'tool-1.whl']])
    expect(assess(input).stories[0]?.text).not.toContain('more place')
  })

  it('say how much of them was looked at', () => {
    const { artefacts, gaps } = judged({ did: [leak], unread: { 'lib/a.js': 'part', 'lib/b.js': 'not' } })
    expect(artefacts[0]?.files).toEqual({ seen: 3, whole: 1, part: 1, not: 1 })
    expect(gaps).toEqual([
      'some-package-1.0.0.tgz: nothing is known of 1 file (lib/b.js).',
      'some-package-1.0.0.tgz: 1 file was read in part (lib/a.js).',
    ])
  })

  it('that were not there are not clean', () => {
    expect(assess({ ...releaseOf(words), artefacts: [] })).toMatchObject({ verdict: 'hold', stories: [] })
  })

  it.each([
    ['that could not be opened is not clean', [], undefined, 'hold'],
    ['that was opened in part only is not clean', ['x.py'], undefined, 'hold'],
    ['that two people answer for may stay closed', [], '2027-01-01T00:00:00Z', 'allow'],
    ['that they answered for until yesterday may not', [], '2026-11-19T00:00:00Z', 'hold'],
  ] as const)('%s', (_, paths, expires, verdict) => {
    const { manifest: _manifest, ...facts } = factsOf({ did: [], roles: Object.fromEntries(paths.map((path) => [path, 'library'])) })
    const notes = [{ kind: 'not-inspected', code: 'x', path: '', message: 'not an archive' }] as const
    const allowed = { sha256: 'a'.repeat(64), reason: 'ours', approvedBy: ['ann', 'bob'], expires: expires ?? '' }
    const input = { ...releaseOf({ did: [] }), artefacts: [{ ...facts, notes }], ...(expires === undefined ? {} : { allowed }) }
    expect(assess(input).verdict).toBe(verdict)
  }) // prettier-ignore

  it('that could not be had are not clean either', () => {
    const lost = { code: 'EXTERNAL_NETWORK', level: 'error', message: 'tool-1.whl: 503', source: 'x' } as const
    expect(assess({ ...releaseOf({ did: [] }), diagnostics: [lost] })).toMatchObject({
      verdict: 'hold',
      because: ['What was not looked at is not known to be harmless: tool-1.whl: 503.'],
    })
  })

  it('an allowance ends, and is for its bytes only', () => {
    const allowed = {
      sha256: 'a'.repeat(64),
      reason: 'ours',
      approvedBy: ['ann', 'bob'],
      expires: '2027-01-01T00:00:00Z',
    }
    const did = [{ ...leak, path: 'setup.py' }]
    const judgedWith = (over: object): PackageAssessment =>
      assess({ ...releaseOf({ ecosystem: 'PyPI', did }), allowed: { ...allowed, ...over } })
    expect(judgedWith({}).verdict).toBe('allow')
    expect(judgedWith({ expires: '2026-11-19T00:00:00Z' })).toMatchObject({
      verdict: 'hold',
      gaps: ['The allowance of aaaaaaaaaaaa ended 2026-11-19T00:00:00Z.'],
    })
    expect(judgedWith({ sha256: 'c'.repeat(64) }).verdict).toBe('hold')
    const other = { ...factsOf({ ecosystem: 'PyPI', did }, 'other.whl'), sha256: 'd'.repeat(64) }
    expect(
      assess({
        ...releaseOf({ ecosystem: 'PyPI', did }),
        allowed,
        artefacts: [factsOf({ ecosystem: 'PyPI', did }), other],
      }).verdict,
    ).toBe('hold')
  })
})

describe('bounds', () => {
  it('100,000 behaviours of every kind and many files are judged in seconds', { timeout: 60_000 }, () => {
    const kinds = [
      'network',
      'read-secret-file',
      'download',
      'execute',
      'obfuscation',
      'hook-runtime',
      'wallet',
      'persist',
      'evaluate',
      'hide',
      'publish-package',
      'hunt-secrets',
    ] as const
    const did = Array.from({ length: 100_000 }, (_, i) => ({
      kind: kinds[i % kinds.length] ?? 'network',
      subject: `s${i}.example`,
      path: i % 3 === 0 ? 'install.js' : `lib/${i % 5000}.js`,
      from: ['environment *', 'network ?', 'decoded x'],
    }))
    const input = releaseOf({
      did,
      input: {
        changes: Array.from({ length: 10_000 }, (_, i) => changed('host', `s${i}.example`, 0.3, `lib/${i}.js`)),
      },
    })
    const start = performance.now()
    const found = assess(input)
    expect(performance.now() - start).toBeLessThan(20_000)
    expect(found.verdict).toBe('block')
    expect(found.stories.length).toBeLessThanOrEqual(25)
    expect(found.stories.flatMap(({ steps }) => steps).length).toBeLessThan(1000)
  })

  it('long and hostile words stay short, and move no cursor', () => {
    for (const text of [
      HOSTILE,
      'x'.repeat(1_000_000),
      ' '.repeat(100_000),
      `${'a.'.repeat(50_000)}b`,
      '_'.repeat(100_000),
    ]) {
      const { stories, because, gaps } = assessmentWith(text)
      const told = [
        ...stories.flatMap((story) => [
          story.text,
          story.title,
          story.identity,
          ...story.steps.map((step) => step.text),
        ]),
        ...because,
        ...gaps,
      ]
      expect(told.filter((one) => one.length > 700)).toEqual([])
      expect(told.filter((one) => visible(one) !== one)).toEqual([])
    }
  })
})

describe('rules of stories', () => {
  it('each story has one, that says why and what to do', () => {
    expect(storyRules.map(({ id }) => id)).toEqual(
      Object.keys(STORY_TITLES)
        .map((name) => `packages/${name}`)
        .toSorted(),
    )
    for (const { why, fix, references } of storyRules) {
      expect(why.length).toBeGreaterThan(80)
      expect(fix.length).toBeGreaterThan(60)
      expect(references.filter((address) => !URL.canParse(address))).toEqual([])
      expect(references.length).toBeGreaterThan(0)
    }
  })

  it.each(storyRules)('$id has a release of which it must be told, and one of which it must not', ({ id }) => {
    const telling = [...INCIDENT_STORIES, ...TWIN_STORIES].filter(({ package: words }) =>
      judged(words).stories.some((story) => story.id === id),
    )
    expect(telling.length).toBeGreaterThan(0)
    expect(telling.length).toBeLessThan(INCIDENT_STORIES.length)
    expect(
      TWIN_STORIES.filter(({ package: words }) =>
        judged(words).stories.some((story) => story.id === id && story.verdict !== 'allow'),
      ),
    ).toEqual([])
  })
})

describe('findings of a scan', () => {
  const declared = component({ name: 'tool', version: '1.0.0' })
  const words: PackageWords = {
    name: 'tool',
    did: [{ ...leak, from: ['environment NPM_TOKEN @ index.js:3'], line: 12 }],
    input: { compared: { version: '0.9.0' } },
  }

  it('stand where the package is declared and have the story', () => {
    const [finding] = findingsOfAssessment(judged(words), declared)
    expect(finding).toMatchObject({
      ruleId: 'packages/steals-secrets',
      severity: 'high',
      title: 'tool 1.0.0: secrets leave the machine',
      component: declared.id,
    })
    expect(finding?.message).toContain('In tool-1.0.0.tgz: index.js:3 → install.js:12.')
    expect(finding?.fix.text).toMatch(/^Pin tool to 0\.9\.0.*two people.*aaaa/)
    expect(finding?.evidence.map(({ location }) => location)).toEqual(declared.evidence.map(({ location }) => location))
  })

  it('are none for what is allowed, and for records', () => {
    expect(findingsOfAssessment(judged({ did: [{ kind: 'download', subject: 'x.example' }] }), declared)).toEqual([])
    const known = [{ id: 'MAL-1', summary: '', sources: [], trust: 'sure', because: [] }] as const
    expect(findingsOfAssessment(judged({ did: [], input: { known } }), declared)).toEqual([])
  })

  it('are critical where the stories block together', () => {
    const both = judged({
      did: [leak, { kind: 'network', subject: 'probe.example', from: ['host-facts hostname', 'host-facts USER'] }],
    })
    expect(findingsOfAssessment(both, declared).map(({ severity }) => severity)).toEqual(['critical', 'critical'])
  })

  it('keep their name over versions and lines', () => {
    const moved = { ...words, version: '2.0.0', did: [{ ...leak, line: 99 }] }
    expect(findingsOfAssessment(judged(moved), declared)[0]?.identity).toBe(
      findingsOfAssessment(judged(words), declared)[0]?.identity,
    )
  })
})

it('the same facts give the same words', () => {
  const [incident] = INCIDENT_STORIES
  if (incident === undefined) throw new Error('there are incidents')
  expect(judged(incident.package)).toEqual(judged(incident.package))
  expect(NOW).toBeGreaterThan(0)
})

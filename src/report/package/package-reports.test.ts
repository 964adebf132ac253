import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { stripVTControlCharacters } from 'node:util'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { assert, constantFrom, oneof, property, string, stringMatching } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { releaseOf } from '../../../test/support/package-facts.ts'
import { assessmentOf, assessmentWith, PLAIN_PACKAGES, renderPackages } from '../../../test/support/package-reports.ts'
import { INCIDENT_STORIES } from '../../../test/support/package-incidents.ts'
import { TWIN_STORIES } from '../../../test/support/package-twins.ts'
import { HOSTILE } from '../../../test/support/sample-result.ts'
import { assess } from '../../analysis/packages/verdict/assess.ts'
import { visible } from '../../base/escape.ts'
import type { PackageAssessment } from '../../model/package-assessment.ts'
import { packageJson } from './package-json.ts'
import { packageMarkdown } from './package-markdown.ts'
import { PACKAGE_REPORTERS } from './package-reporters.ts'
import { packageSarif } from './package-sarif.ts'
import { packageText } from './package-text.ts'

const ALL = [...INCIDENT_STORIES, ...TWIN_STORIES].map(
  ({ name, package: words }) => [name, assess(releaseOf(words))] as const,
)
const named = (name: string): PackageAssessment => {
  const found = ALL.find(([one]) => one.startsWith(name))?.[1]
  if (found === undefined) throw new Error(name)
  return found
}

describe('text', () => {
  const cases: readonly (readonly [name: string, words: readonly string[]])[] = [
    [
      'litellm 1.82.8',
      [
        ' block  litellm 1.0.0 (PyPI)\n  With every start of the interpreter, reads ~/.ssh, ~/.kube and the whole environment, enciphers it',
        '1. Secrets leave the machine  block, 100 of 100, high confidence\n',
        '     → pkg.pth:2:1  sends it to models.collect.example\n',
        '   packages/steals-secrets, in litellm-1.0.0.tar.gz\n',
        'New against 0.9.0\n  - path-configuration: path-configuration pkg.pth is new (pkg.pth)\n',
        'Looked at (compared with 0.9.0)\n  - litellm-1.0.0.tar.gz: sdist, 1.0 kB, 1 file, 1 read whole, sha256\n    aaaa',
      ],
    ],
    [
      'an installer that could not be read',
      [
        ' hold  tool 1.0.0 (npm)\n  On install, runs code that could not be read (install.js).\n',
        'Not looked at\n  - tool-1.0.0.tgz: nothing is known of 1 file (install.js).\n',
      ],
    ],
    ['nothing at all', [' allow  left-pad 1.0.0 (npm)\n  Nothing that it does speaks against it.\n']],
  ]
  it.each(cases)('%s', (name, words) => {
    const text = renderPackages(packageText, [named(name)])
    for (const one of words) expect(text).toContain(one)
  })

  it('begins with the verdict and keeps to its columns', () => {
    for (const [, one] of ALL) {
      const lines = renderPackages(packageText, [one]).split('\n')
      expect(lines[0]).toMatch(/^ (?:allow|hold|block) {2}\S/)
      expect(lines.filter((line) => line.length > 100 && /\s\S.*\s/.test(line.trim()) && !/\S{60}/.test(line))).toEqual(
        [],
      )
    }
  })

  it('says the same with colours', () => {
    const [, one] = ALL[0] ?? ['', assessmentWith('x')]
    const coloured = renderPackages(packageText, [one], { ...PLAIN_PACKAGES, colour: true })
    expect(coloured).not.toBe(stripVTControlCharacters(coloured))
    expect(stripVTControlCharacters(coloured)).toBe(renderPackages(packageText, [one]))
  })
})

describe('json', () => {
  it('is the assessment, and a list where several were asked for', () => {
    const [[, one] = ['', assessmentWith('x')], [, two] = ['', assessmentWith('y')]] = ALL
    expect(JSON.parse(renderPackages(packageJson, [one]))).toEqual(one)
    expect(JSON.parse(renderPackages(packageJson, [one, two]))).toEqual([one, two])
  })
})

describe('sarif', () => {
  const require = createRequire(import.meta.url)
  const schema = JSON.parse(
    readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
  ) as object
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false })
  addFormats.default(ajv)
  // Written for draft 4, whose `id` is now `$id`; of what else changed since, it uses nothing.
  const validate = ajv.compile(
    Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema' && key !== 'id')),
  )

  const inputs: readonly (readonly [string, readonly PackageAssessment[]])[] = [
    ['none', []],
    ['all incidents and twins', ALL.map(([, one]) => one)],
    ['hostile words', [assessmentWith(HOSTILE), assessmentOf(HOSTILE)]],
    ['paths that lead away', [assessmentWith('//evil.example/../..')]],
  ]
  it.each(inputs)('%s follows the official schema', (_, assessments) => {
    validate(JSON.parse(renderPackages(packageSarif, assessments)))
    expect(validate.errors ?? []).toEqual([])
  })

  interface Log {
    readonly runs: readonly {
      readonly tool: {
        readonly driver: {
          readonly rules: readonly { readonly id: string; readonly help: { readonly text: string } }[]
        }
      }
      readonly results: readonly {
        readonly ruleId: string
        readonly level: string
        readonly partialFingerprints: Readonly<Record<string, string>>
        readonly locations: readonly { readonly physicalLocation: object }[]
        readonly codeFlows?: readonly {
          readonly threadFlows: readonly {
            readonly locations: readonly {
              readonly location: { readonly physicalLocation: object; readonly message: { readonly text: string } }
            }[]
          }[]
        }[]
      }[]
    }[]
  }
  const logOf = (assessments: readonly PackageAssessment[]): Log =>
    JSON.parse(renderPackages(packageSarif, assessments)) as Log

  it('has the way from the source to the sink as a code flow, and ends at the sink', () => {
    const [result] = logOf([named('torchtriton')]).runs[0]?.results ?? []
    const steps = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? []
    expect(steps.map(({ location }) => location.message.text.split(':')[0])).toEqual([
      'reads ~/.ssh',
      'reads the host name',
      'reads the user name',
      'encodes it as hexadecimal',
      'asks the name service for a name made of it (….h4ck.example)',
    ])
    expect(steps[0]?.location.physicalLocation).toMatchObject({ region: { startLine: 3 } })
    expect(result?.locations[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'pkg/__init__.py', uriBaseId: 'PACKAGE' },
      region: { startLine: 9 },
    })
  })

  it('describes each story once, with help', () => {
    const rules = logOf(ALL.map(([, one]) => one)).runs[0]?.tool.driver.rules ?? []
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
    expect(rules.length).toBeGreaterThan(15)
    expect(rules.filter(({ help }) => help.text.length < 100)).toEqual([])
  })

  it('names the same story the same way in another version and on other lines', () => {
    const [incident] = INCIDENT_STORIES
    if (incident === undefined) throw new Error('there are incidents')
    const moved = {
      ...incident.package,
      version: '2.0.0',
      did: incident.package.did.map((one) => ({ ...one, line: (one.line ?? 1) + 70 })),
    }
    const prints = (words: typeof moved): readonly unknown[] =>
      (logOf([assess(releaseOf(words))]).runs[0]?.results ?? []).map(({ partialFingerprints }) => partialFingerprints)
    expect(prints(moved)).toEqual(
      prints({
        ...incident.package,
        version: '1.0.0',
        did: incident.package.did.map((one) => ({ ...one, line: one.line ?? 1 })),
      }),
    )
  })

  it('never writes an absolute address, nor one that leads up', () => {
    const text = renderPackages(packageSarif, [assessmentWith('//evil.example/../x:y')])
    const uris = [...text.matchAll(/"uri": "([^"]*)"/g)].map((match) => match[1] ?? '')
    expect(uris.length).toBeGreaterThan(0)
    expect(uris.filter((uri) => /^(?:[a-z]+:|\/)|(?:^|\/)\.\.?(?:\/|$)/i.test(uri))).toEqual([])
  })
})

describe('markdown', () => {
  it('has the verdicts as a table and the steps of each story', () => {
    const text = renderPackages(packageMarkdown, [named('nothing'), named('torchtriton')])
    expect(text).toContain('1 blocked, 1 allowed')
    expect(text.indexOf('torchtriton')).toBeLessThan(text.indexOf('left-pad'))
    expect(text).toContain('1. `pkg/__init__.py:3` reads \\~/.ssh')
  })

  it('fits into a comment', () => {
    expect(
      renderPackages(
        packageMarkdown,
        Array.from({ length: 300 }, () => named('Shai-Hulud')),
      ).length,
    ).toBeLessThanOrEqual(60_000)
  })
})

describe('whatever a package writes', () => {
  const words = oneof(
    string({ unit: 'binary', maxLength: 40 }),
    stringMatching(/^[<>&"'`|\\[\](){}:,;%@#=+\-*_~!$\s]{1,30}$/),
    constantFrom(
      HOSTILE,
      '</details>',
      '<!--',
      '-->',
      ']]>',
      '%0A::error::',
      '\u2028::error::x',
      '\ud83d',
      '../..',
      '`'.repeat(9),
    ),
  )

  it.each(PACKAGE_REPORTERS.map((one) => [one.id, one] as const))(
    '%s shows nothing that moves a cursor',
    (_, reporter) => {
      assert(
        property(words, (text) => {
          const report = renderPackages(reporter, [assessmentOf(`a${text}`)])
          expect(visible(report.replaceAll('\n', ''))).toBe(report.replaceAll('\n', ''))
          expect(report).not.toMatch(/\n::/)
        }),
        { numRuns: 60 },
      )
    },
  )

  it('no element, heading or row of a table begins in the comment but ours', () => {
    assert(
      property(words, (text) => {
        const report = renderPackages(packageMarkdown, [assessmentOf(`a${text}`)])
        const tags = elementsOf(report)
        expect(tags.filter((tag) => !/^<(?:\/?(?:details|summary|b)|!--)$/.test(tag))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('the lines of the comment stay what they are', () => {
    const shape = (text: string): readonly string[] =>
      renderPackages(packageMarkdown, [assessmentOf(text)])
        .split('\n')
        .filter((line) => /^(?:#|<|\| )/.test(line))
        .map((line) => line.slice(0, 4))
    const usual = shape('a')
    assert(
      property(words, (text) => void expect(shape(`a${text}`).length).toBe(usual.length)),
      { numRuns: 60 },
    )
  })
})

/** What begins with `<` outside of code, unescaped: code spans end at a run of as many backticks as began them (CommonMark 6.1). */
function elementsOf(report: string): readonly string[] {
  const found: string[] = []
  for (let i = 0; i < report.length; i++) {
    if (report[i] === '\\') i++
    else if (report[i] === '<') found.push(/^<[^\s>]*/.exec(report.slice(i))?.[0] ?? '<')
    else if (report[i] === '`') {
      const run = /^`+/.exec(report.slice(i))?.[0] ?? '`'
      const end = [...report.slice(i + run.length).matchAll(/`+/g)].find(([other]) => other.length === run.length)
      i += run.length - 1 + (end === undefined ? 0 : end.index + run.length)
    }
  }
  return found
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** `npm run new extractor|rule|reporter NAME`: code, registration, fixture or cases, test and documentation stub of a plug-in. */
const [kind, name] = process.argv.slice(2)
const scaffolds: Readonly<Record<string, (name: string) => Readonly<Record<string, string>>>> = {
  extractor,
  rule,
  reporter,
}
const scaffold = kind !== undefined && Object.hasOwn(scaffolds, kind) ? scaffolds[kind] : undefined
const form = kind === 'reporter' ? /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/ : /^[a-z][a-z-]*\/[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

if (scaffold === undefined || name === undefined || !form.test(name)) {
  console.error('Usage: npm run new extractor ROOM/NAME | rule ROOM/NAME | reporter NAME')
  console.error('For example: npm run new rule vulnerabilities/abandoned-package')
  process.exitCode = 2
} else create(scaffold(name), kind as string, name)

function create(files: Readonly<Record<string, string>>, what: string, id: string): void {
  const taken = Object.keys(files).filter((path) => existsSync(path))
  if (taken.length > 0) {
    console.error(`Nothing was written: ${taken.join(', ')} is there already.`)
    process.exitCode = 2
    return
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    console.log(`wrote ${path}`)
  }
  register(what, id)
  console.log(
    `Next: read docs/adding/${what}.md, make the test fail for the right reason, then write the code; \`npm run docs\` at the end.`,
  )
}

/** Adds the one line of the registry, in the order of ids. */
function register(what: string, id: string): void {
  const registries: Readonly<Record<string, string>> = {
    extractor: 'src/inventory/extractors.ts',
    rule: 'src/analysis/rules.ts',
    reporter: 'src/report/reporters.ts',
  }
  const path = registries[what] ?? ''
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  const comments = lines.filter((line) => line.startsWith('//'))
  const exports = lines.filter((line) => line.startsWith('export ') && line.includes(' from '))
  exports.push(`export { ${camel(id)} } from './${id}.ts'`)
  exports.sort((a, b) => (moduleOf(a) < moduleOf(b) ? -1 : 1))
  writeFileSync(path, `${[...comments, ...exports].join('\n')}\n`)
  if (what === 'reporter') catalogue(id)
  console.log(`registered in ${path}`)
}

/** Adds the line that loads a reporter when it is wanted. */
function catalogue(id: string): void {
  const path = 'src/report/catalogue.ts'
  const lines = readFileSync(path, 'utf8').split('\n')
  const isEntry = (line: string): boolean => line.includes(': async () => (await import(')
  const key = id.includes('-') ? `'${id}'` : id
  const entries = [...lines.filter(isEntry), `  ${key}: async () => (await import('./${id}.ts')).${camel(id)},`]
  const nameOf = (line: string): string => line.trim().split(':')[0]?.replaceAll("'", '') ?? ''
  entries.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const first = lines.findIndex(isEntry)
  const others = lines.filter((line) => !isEntry(line))
  writeFileSync(path, [...others.slice(0, first), ...entries, ...others.slice(first)].join('\n'))
}

function moduleOf(line: string): string {
  return /from '([^']+)'/.exec(line)?.[1] ?? ''
}

function camel(id: string): string {
  return (id.split('/').at(-1) ?? id).replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function extractor(id: string): Record<string, string> {
  const [room = '', leaf = ''] = id.split('/')
  const home = join('src/inventory', room)
  return {
    [join(home, `${leaf}.ts`)]: `import { json } from '../../formats/json.ts'
import { get, string } from '../../formats/tree.ts'
import type { PackageMention } from '../../model/package-mention.ts'
import type { Extractor } from '../extractor.ts'

/** ${leaf}: say here which tool writes the file and where its format is described. */
export const ${camel(id)}: Extractor = {
  id: '${id}',
  title: 'Say in one line what this reads',
  files: ['**/${leaf}.json'],
  async extract(file) {
    const { root, lines } = await file.read(json)
    const name = string(get(root, 'name'))
    const mentions: PackageMention[] = []
    if (name !== undefined) {
      const { line, column } = lines.position(get(root, 'name')?.offset ?? 0)
      mentions.push({
        key: name,
        ecosystem: 'PyPI',
        name,
        version: { kind: 'any' },
        origin: { kind: 'registry' },
        role: 'requires',
        scope: 'runtime',
        groups: [],
        direct: 'yes',
        location: { path: file.path, lines: { start: line, end: line }, column },
        text: name,
        integrity: [],
      })
    }
    return { mentions, edges: [], includes: [], clues: [], diagnostics: [] }
  },
}
`,
    [join(home, `${leaf}.test.ts`)]: `import { expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { ${camel(id)} } from './${leaf}.ts'

const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['one package', '{"name": "demo"}', ['demo']],
  ['none', '{}', []],
]

it.each(CASES)('%s', async (_, text, expected) => {
  const { mentions } = await ${camel(id)}.extract(fileOf('${leaf}.json', text))
  expect(mentions.map((mention) => mention.name)).toEqual(expected)
})
`,
    [join(home, 'fixtures', leaf, `${leaf}.json`)]: '{\n  "name": "demo"\n}\n',
  }
}

function rule(id: string): Record<string, string> {
  const [room = '', leaf = ''] = id.split('/')
  const home = join('src/analysis', room)
  return {
    [join(home, `${leaf}.ts`)]: `import type { BomRule } from '../../model/rule.ts'

/** ${leaf}: say here what it looks for and where that is described. */
export const ${camel(id)}: BomRule = {
  id: '${id}',
  title: 'Say in one line what is wrong.',
  severity: 'low',
  why: 'Say what can happen to whom.',
  fix: 'Say what to do, as an order.',
  references: [],
  *inspect(bom) {
    for (const component of bom.components) {
      if (component.version.kind !== 'unstated') continue
      yield {
        severity: 'low',
        title: \`\${component.name} has no stated version\`,
        message: 'Say what that means here.',
        confidence: { level: 'high', because: ['the file states none'] },
        evidence: component.evidence,
        fix: { text: \`State a version for \${component.name}.\` },
        identity: \`\${component.ecosystem} \${component.name}\`,
        component: component.id,
      }
    }
  },
}
`,
    [join(home, `${leaf}.cases.ts`)]: `import { bomOf } from '../../../test/support/bom-of.ts'
import { NO_ADVISORIES } from '../../model/no-advisories.ts'
import type { BomRuleCase } from '../../../test/support/rule-case.ts'

/** What the rule must and must not report. */
export const cases: readonly BomRuleCase[] = [
  { name: 'fires without a version', expect: 'fires', bom: bomOf({ version: { kind: 'unstated' } }), known: NO_ADVISORIES },
  { name: 'is silent with one', expect: 'silent', bom: bomOf({}), known: NO_ADVISORIES },
]
`,
    [join(home, `${leaf}.test.ts`)]: `import { expect, it } from 'vitest'
import { cases } from './${leaf}.cases.ts'
import { ${camel(id)} } from './${leaf}.ts'

it.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
  const titles = [...${camel(id)}.inspect(one.bom, one.known)].map((observation) => observation.title)
  expect(titles.length > 0 ? 'fires' : 'silent').toBe(one.expect)
})
`,
  }
}

function reporter(id: string): Record<string, string> {
  return {
    [join('src/report', `${id}.ts`)]: `import { visible } from '../base/escape.ts'
import type { Reporter } from './reporter.ts'

/** ${id}: say here who reads it and where its format is described. */
export const ${camel(id)}: Reporter = {
  id: '${id}',
  title: 'Say in one line who reads this',
  mediaType: 'text/plain',
  *render(result) {
    for (const finding of result.findings) yield \`\${visible(finding.title)}\\n\`
  },
}
`,
    [join('src/report', `${id}.test.ts`)]: `import { expect, it } from 'vitest'
import { HOSTILE, sampleResult } from '../../test/support/sample-result.ts'
import { ${camel(id)} } from './${id}.ts'

it('keeps one line per finding whatever the names hold', () => {
  const lines = [...${camel(id)}.render(sampleResult(HOSTILE), { now: 0, colour: false, width: 80, detail: 'full' })]
  expect(lines).toHaveLength(sampleResult().findings.length)
  expect(lines.join('').split('\\n')).toHaveLength(lines.length + 1)
})
`,
  }
}

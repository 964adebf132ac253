import { excerpt } from '../../../base/escape.ts'
import type { PythonArgument, PythonUse } from '../../../formats/python/module.ts'
import { compareSeverity } from '../../../model/severity.ts'
import type { ModelObservation } from '../observation.ts'
import type { CodeKind } from './capabilities.ts'
import type { Judged } from './judged.ts'

/** One observation for each kind and name; its place is the worst line, the others are counted and the first few named. */
export function observeJudged(all: readonly Judged[]): readonly ModelObservation[] {
  const groups = new Map<string, Judged[]>()
  for (const one of all) {
    const key = `${one.kind} ${one.name}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return [...groups.values()].flatMap(observeGroup)
}

function observeGroup(group: readonly Judged[]): readonly ModelObservation[] {
  const sorted = group.toSorted((a, b) => compareSeverity(a.severity, b.severity) || a.use.line - b.use.line)
  const [worst] = sorted
  if (worst === undefined) return []
  const { kind, does, name, severity, because, use } = worst
  return [
    {
      id: kind,
      severity,
      title: `The code ${does} ${momentOf(use)}: ${excerpt(name, 80)}`,
      why: [MEANINGS[kind].why, because, `Seen ${placesOf(sorted)}.`].filter((part) => part !== '').join(' '),
      where: { inside: `line ${use.line}` },
      cwe: MEANINGS[kind].cwe,
      atlas: 'AML.T0011.000',
      when: 'with-trust',
      globals: [name],
      code: { statement: statementOf(use, name), listing: sorted.slice(0, 20).map(lineOf) },
      fix: severity === 'critical' || severity === 'high' ? REFUSE : READ,
    },
  ]
}

function momentOf({ runs }: PythonUse): string {
  if (runs === 'import') return 'as soon as it is imported'
  return runs === 'script' ? 'when it is started as a program' : 'when it is used'
}

const MOST_PLACES = 5

function placesOf(sorted: readonly Judged[]): string {
  const lines = [...new Set(sorted.map(({ use }) => placeOf(use)))]
  const more = lines.length > MOST_PLACES ? ` and at ${lines.length - MOST_PLACES} more places` : ''
  return `${lines.slice(0, MOST_PLACES).join(', ')}${more}`
}

function placeOf({ line, within, generated }: PythonUse): string {
  const text = generated ? ' in text that is executed there' : ''
  return `on line ${line}${within === '' ? '' : ` in \`${excerpt(within, 80)}\``}${text}`
}

function lineOf({ use, name }: Judged): string {
  return excerpt(`line ${use.line}: ${statementOf(use, name)}`, 200)
}

function statementOf({ kind, arguments: given }: PythonUse, name: string): string {
  const shown = given.map(argumentOf).join(', ')
  if (kind === 'reference') return excerpt(name, 300)
  if (kind === 'item') return excerpt(`${name}[${shown}]`, 300)
  if (kind === 'assign') return excerpt(`${name} = ${given.slice(-1).map(argumentOf).join('')}`, 300)
  return excerpt(kind === 'decorate' ? `@${name}` : `${name}(${shown})`, 300)
}

function argumentOf({ keyword, type, value, length }: PythonArgument): string {
  const cut = length > value.length ? '…' : ''
  const shown =
    type === 'text'
      ? `'${value}${cut}'`
      : type === 'bytes'
        ? `b'${value}${cut}'`
        : type === 'list'
          ? `[${value}${cut}]`
          : value === ''
            ? '…'
            : value
  if (keyword === undefined) return shown
  return keyword.startsWith('*') ? `${keyword}${shown}` : `${keyword}=${shown}`
}

const REFUSE =
  'Do not load it with trust_remote_code; ask the author what this is for, or take a model that needs no code of its own.'
const READ = 'Read the lines named before you trust the code, and pin the revision you have read.'

const MEANINGS: Readonly<Record<CodeKind, { readonly why: string; readonly cwe: string }>> = {
  'code/command': {
    why: 'A model computes; it has no need of other programs, and whoever wrote the command decides what runs.',
    cwe: 'CWE-78',
  },
  'code/install': {
    why: 'Packages bring code that runs on installation, in versions nobody has locked.',
    cwe: 'CWE-494',
  },
  'code/dynamic-code': {
    why: 'What runs does not stand in the file, so reading the file does not tell what it does.',
    cwe: 'CWE-95',
  },
  'code/remote-code': { why: 'What runs is decided elsewhere, at the time it is fetched.', cwe: 'CWE-494' },
  'code/obfuscated': { why: 'Honest code has no reason to hide what it does.', cwe: 'CWE-506' },
  'code/native': { why: 'Native code is outside everything Python or a scanner can see.', cwe: 'CWE-114' },
  'code/network': {
    why: 'Code that talks to others can be told what to do, and can tell what it sees.',
    cwe: 'CWE-829',
  },
  'code/files': { why: 'Loading a model should leave the file system as it is.', cwe: 'CWE-73' },
  'code/secrets': { why: 'Credentials of the machine are none of the business of a model.', cwe: 'CWE-522' },
  'code/exfiltration': { why: 'Secrets that are read next to code that sends are how they get lost.', cwe: 'CWE-200' },
  'code/deserialisation': {
    why: 'A pickle runs what it names when it is loaded, with the same rights as the code.',
    cwe: 'CWE-502',
  },
  'code/dynamic-import': { why: 'Which code is meant cannot be read in the file.', cwe: 'CWE-470' },
  'code/internals': { why: 'This is how code gets at functions it does not want to name.', cwe: 'CWE-506' },
  'code/persistence': { why: 'It goes on after the model is gone, or changes what other code does.', cwe: 'CWE-506' },
  'code/trust': { why: 'The trust given to this repository is passed on to another one.', cwe: 'CWE-829' },
  'code/not-inspected': { why: '', cwe: 'CWE-693' },
}

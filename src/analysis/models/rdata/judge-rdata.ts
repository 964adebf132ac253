import { excerpt } from '../../../base/escape.ts'
import type { RData, RFact, RVariable } from '../../../formats/rdata/model.ts'
import { type ModelObservation, observeAnomalies } from '../observation.ts'
import { RDATA_BREACHES } from './breaches.ts'
import { dangerousCalls, EVERYDAY, KNOWN_ALTREP, runsText, STARTUP } from './functions.ts'

/**
 * What an R object does beside holding data. Formulas, calls and functions are parts of honest models; promises outside of
 * environments are not, and run in R before 4.4.0 when the object is only looked at (CVE-2024-27322). Pure.
 */
export function judgeRData(file: RData): readonly ModelObservation[] {
  const of = (kind: RFact['kind']): readonly RFact[] => file.facts.filter((fact) => fact.kind === kind)
  return [
    ...of('promise').slice(0, MOST).map(promise),
    ...bindings(of('binding-promise')),
    ...storedCalls(of('call')),
    ...closures(of('closure')),
    ...of('altrep').flatMap(altrep).slice(0, MOST),
    ...file.variables.flatMap(variable).slice(0, MOST),
    ...observeAnomalies(file.breaches, RDATA_BREACHES),
  ]
}

const MOST = 50
const FIX = 'Do not load the file with R before 4.4.0, and not before somebody has looked at this expression.'
const COMMON = { atlas: 'AML.T0011.000', fix: FIX } as const

function promise({ names, byte }: RFact): ModelObservation {
  const runs = dangerousCalls(names).length > 0 || runsText(names)
  return {
    ...COMMON,
    id: runs ? 'rdata/execution' : 'rdata/promise',
    severity: runs ? 'critical' : 'high',
    title: `Touching the R object runs ${shown(names)}`,
    why: 'A promise stands where R never leaves one: its expression is evaluated as soon as the object, or the value it stands in for, is used or printed.',
    where: { byte },
    cwe: 'CWE-502',
    cve: ['CVE-2024-27322'],
    globals: names.slice(0, 20),
  }
}

/** Arguments that were not used yet stay promises in the environment of a function; R keeps them when it saves. */
function bindings(facts: readonly RFact[]): readonly ModelObservation[] {
  const [first] = facts
  if (first === undefined) return []
  const bad = facts.find(({ names }) => dangerousCalls(names).length > 0 || runsText(names))
  const { names, byte } = bad ?? first
  return [
    {
      ...COMMON,
      id: 'rdata/binding-promise',
      severity: bad === undefined ? 'low' : 'high',
      title: `A variable in the R object runs ${shown(names)} when it is used`,
      why: 'The environment of a function holds an argument that was never evaluated. R leaves such arguments behind itself, but what they call decides.',
      where: { byte },
      cwe: 'CWE-502',
      when: 'at-inference',
      globals: names.slice(0, 20),
    },
  ]
}

function storedCalls(facts: readonly RFact[]): readonly ModelObservation[] {
  const bad = facts.filter(({ names }) => dangerousCalls(names).length > 0 || runsText(names))
  return bad.slice(0, MOST).map(({ names, byte }) => ({
    ...COMMON,
    id: 'rdata/stored-call',
    severity: 'high',
    title: `A formula or call in the R object calls ${shown(dangerousCalls(names).length > 0 ? dangerousCalls(names) : names)}`,
    why: 'Formulas and calls are data until a model is used: predict and update evaluate them, with whatever functions they name.',
    where: { byte },
    cwe: 'CWE-94',
    when: 'at-inference',
    globals: names.slice(0, 20),
    fix: 'Do not use the model before somebody has read the formula.',
  }))
}

/** One observation for all functions: many models carry some. */
function closures(facts: readonly RFact[]): readonly ModelObservation[] {
  const [first] = facts
  if (first === undefined) return []
  const bad = facts.filter(({ names }) => dangerousCalls(names).length > 0)
  const names = [...new Set(bad.flatMap((fact) => dangerousCalls(fact.names)))]
  return [
    {
      ...COMMON,
      id: bad.length > 0 ? 'rdata/function-capability' : 'rdata/function',
      severity: bad.length > 0 ? 'medium' : 'low',
      title:
        bad.length > 0
          ? `A function in the R object calls ${shown(names)}`
          : `The R object holds ${facts.length === 1 ? 'a function' : `${facts.length} functions`}`,
      why: 'Functions run when the model is used, not when it is loaded; they are code of whoever wrote the file.',
      where: { byte: (bad[0] ?? first).byte },
      cwe: 'CWE-829',
      when: 'at-inference',
      globals: names.slice(0, 20),
      fix: 'Read the functions before you use the model; print(object) shows them.',
    },
  ]
}

function altrep({ names: [name = '', library = ''], byte }: RFact): readonly ModelObservation[] {
  if (KNOWN_ALTREP.test(name)) return []
  const maps = name.startsWith('mmap_')
  return [
    {
      ...COMMON,
      id: maps ? 'rdata/mapped-file' : 'rdata/foreign-class',
      severity: maps ? 'medium' : 'low',
      title: maps
        ? 'The R object is a vector that maps another file into memory'
        : `The R object needs the vector class ${excerpt(name, 40)} of the package ${excerpt(library, 40)}`,
      why: maps
        ? 'Which file is mapped stands in the object.'
        : 'Loading it loads that package and hands its native code a state from the file.',
      where: { byte },
      cwe: maps ? 'CWE-73' : 'CWE-829',
      globals: [`${library}::${name}`.slice(0, 100)],
      fix: 'Ask its author for plain vectors.',
    },
  ]
}

function variable({ name, isFunction, byte }: RVariable): readonly ModelObservation[] {
  if (!isFunction || !(STARTUP.has(name) || EVERYDAY.has(name))) return []
  const startup = STARTUP.has(name)
  return [
    {
      ...COMMON,
      id: startup ? 'rdata/startup-function' : 'rdata/shadowed-function',
      severity: startup ? 'high' : 'medium',
      title: startup
        ? `The workspace brings the function ${name}, which R calls by itself`
        : `The workspace brings its own function ${name}`,
      why: startup
        ? 'R restores a workspace called .RData when it starts in its folder, and then calls this function.'
        : 'Loaded into the global environment it is called in the place of the function of R of the same name.',
      where: { inside: name, byte },
      cwe: startup ? 'CWE-94' : 'CWE-829',
      globals: [name],
      fix: 'Load the file into an environment of its own: load(file, envir = new.env()).',
    },
  ]
}

function shown(names: readonly string[]): string {
  const worst = [...dangerousCalls(names), ...names.filter((name) => /^[\w.]+$/.test(name))]
  const unique = [...new Set(worst)].slice(0, 4).map((name) => excerpt(name, 40))
  return unique.length === 0 ? 'an expression' : unique.join(', ')
}

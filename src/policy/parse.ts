import { FormatError, LimitError } from '../base/errors.ts'
import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts'
import { decodeText } from '../formats/text.ts'
import { boolean, get, string, type Tree, type TreeValue } from '../formats/tree.ts'
import { yaml } from '../formats/yaml.ts'
import type { Policy, PolicyProblem, PolicyRule, PresetName, Waiver } from '../model/policy.ts'
import { presetPolicy } from './preset-policy.ts'
import { MALWARE_RULE } from './presets.ts'
import { type PolicyFile, policyFile, textList } from './policy-file.ts'
import { ASSAY_YAML, WAIVERS_YAML } from './schema.ts'
import { readRules } from './read-rules.ts'
import { readTests } from './read-tests.ts'
import { readWaivers } from './read-waivers.ts'
import { checkShape } from './shape-check.ts'

/** A policy, and every mistake of its file in the order of the text. With a mistake the policy must not be used. */
export interface ParsedPolicy {
  readonly policy: Policy
  readonly problems: readonly PolicyProblem[]
}

/** The same for a file of waivers. */
export interface ParsedWaivers {
  readonly waivers: readonly Waiver[]
  readonly problems: readonly PolicyProblem[]
}

/**
 * Reads assay.yaml. Never throws for what stands in the file: also broken YAML and wrong encodings come back as problems.
 * `path` is what messages call the file.
 */
export function parsePolicy(bytes: Uint8Array, path: string): ParsedPolicy {
  const file = openFile(bytes, path)
  if ('problems' in file) return { policy: presetPolicy(), problems: file.problems }
  checkShape(file.root, ASSAY_YAML, '', file.report)
  const policy = readPolicy(file)
  return { policy, problems: file.problemsSoFar() }
}

/** Reads a file named by `waivers-file`: `version: 1` and `waivers:`. */
export function parseWaivers(bytes: Uint8Array, path: string): ParsedWaivers {
  const file = openFile(bytes, path)
  if ('problems' in file) return { waivers: [], problems: file.problems }
  checkShape(file.root, WAIVERS_YAML, '', file.report)
  const waivers = readWaivers(file, get(file.root, 'waivers'))
  return { waivers, problems: file.problemsSoFar() }
}

/** The policy with further waivers behind its own. Ids that stand twice are told apart by the name of their file. */
export function withWaivers(policy: Policy, waivers: readonly Waiver[]): Policy {
  const taken = new Set(policy.waivers.map((waiver) => waiver.id))
  const added = waivers.map((waiver) =>
    taken.has(waiver.id) ? { ...waiver, id: `${waiver.origin.path}:${waiver.id}` } : waiver,
  )
  return { ...policy, waivers: [...policy.waivers, ...added] }
}

/** Honest policies are some kilobytes and nest six deep; the bounds keep a hostile one from costing more than a lock file. */
const POLICY_LIMITS: Limits = { ...DEFAULT_LIMITS, fileBytes: 4 * 1024 * 1024, depth: 20, nodes: 200_000 }

function openFile(bytes: Uint8Array, path: string): PolicyFile | { readonly problems: readonly PolicyProblem[] } {
  const problem = (message: string, line = 1, column = 1) => ({ problems: [{ path, line, column, message }] })
  if (bytes.length > POLICY_LIMITS.fileBytes) {
    return problem(`the file has ${bytes.length} bytes, the limit is ${POLICY_LIMITS.fileBytes}`)
  }
  try {
    const [first, second] = yaml.parse(bytes, POLICY_LIMITS)
    if (first === undefined || isEmpty(first))
      return problem('expected a policy, found an empty file; it starts with "version: 1"')
    const file = policyFile(decodeText(bytes), first, path)
    if (second !== undefined) file.report(second.root.offset, 'expected one YAML document, found a second one')
    return file
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    const position = error.position !== undefined && 'line' in error.position ? error.position : undefined
    return problem(error.message, position?.line, position?.column)
  }
}

function isEmpty(tree: Tree): boolean {
  return tree.root.kind === 'scalar' && tree.root.value === null
}

function readPolicy(file: PolicyFile): Policy {
  const root = file.root
  const preset = presetPolicy(string(get(root, 'extends')) as PresetName | undefined)
  const rules = readRules(file, get(root, 'rules'))
  const effective = inOrder(rules, preset.rules)
  const waiversFile = string(get(root, 'waivers-file'))
  const vexFiles = textList(get(root, 'vex'))
  return {
    preset: preset.preset,
    source: file.path,
    rules: effective,
    requireComplete: boolean(get(root, 'require-complete')) ?? preset.requireComplete,
    waivers: readWaivers(file, get(root, 'waivers')),
    ...(waiversFile === undefined ? {} : { waiversFile }),
    ...(vexFiles.length === 0 ? {} : { vexFiles }),
    tests: readTests(
      file,
      get(root, 'tests'),
      effective.map((rule) => rule.id),
    ),
    advisories: readSources(get(root, 'advisories')),
    limits: readLimits(get(root, 'limits')),
    sensitive: readSensitive(get(root, 'sensitive')),
    exclude: textList(get(root, 'exclude')),
  }
}

/**
 * The rule about malware is asked before those of the file: a broad `decision: allow` for a folder must not let in the day's
 * supply-chain attack, as a broad waiver must not. Who means it replaces the rule by its id. The rest of the preset comes last.
 */
function inOrder(own: readonly PolicyRule[], preset: readonly PolicyRule[]): readonly PolicyRule[] {
  const ids = new Set(own.map((rule) => rule.id))
  const open = preset.filter((rule) => !ids.has(rule.id))
  const isFirst = (rule: PolicyRule): boolean => rule.id === MALWARE_RULE
  return [...open.filter(isFirst), ...own, ...open.filter((rule) => !isFirst(rule))]
}

function readSources(value: TreeValue | undefined): Policy['advisories'] {
  const kev = string(get(value, 'kev'))
  const epss = string(get(value, 'epss'))
  return {
    osv: textList(get(value, 'osv')),
    ...(kev === undefined ? {} : { kev }),
    ...(epss === undefined ? {} : { epss }),
    allowSources: textList(get(value, 'allow-sources')),
    denySources: textList(get(value, 'deny-sources')),
  }
}

function readSensitive(value: TreeValue | undefined): Policy['sensitive'] {
  const key = string(get(value, 'fingerprint-key'))
  return {
    personalData: boolean(get(value, 'personal-data')) ?? true,
    ...(key === undefined ? {} : { fingerprintKey: key }),
    ruleFiles: textList(get(value, 'rules')),
  }
}

function readLimits(value: TreeValue | undefined): Policy['limits'] {
  const fileBytes = number(get(value, 'fileBytes'))
  const fileSeconds = number(get(value, 'fileSeconds'))
  return { ...(fileBytes === undefined ? {} : { fileBytes }), ...(fileSeconds === undefined ? {} : { fileSeconds }) }
}

function number(value: TreeValue | undefined): number | undefined {
  return value?.kind === 'scalar' && typeof value.value === 'number' ? value.value : undefined
}

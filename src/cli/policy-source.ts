import { readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { ExternalError, UsageError } from '../base/errors.ts'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import type { Policy, PolicyProblem, PresetName } from '../model/policy.ts'
import type { ParsedPolicy } from '../policy/parse.ts'
import type { Vex } from '../model/vex.ts'
import { presetPolicy } from '../policy/preset-policy.ts'
import { directorySource } from '../scan/sources/directory.ts'
import type { Arguments } from './command.ts'
import { operatorFile } from './operator-file.ts'

/** The name of the policy file that a project carries. */
export const POLICY_FILE = 'assay.yaml'

/** A policy and whether the operator named it (decision 0004) or the scanned project brought it. */
export interface LoadedPolicy {
  readonly policy: Policy
  readonly problems: readonly PolicyProblem[]
  readonly trusted: boolean
  /** Reads a file that the policy names, relative to it; of a scanned project nothing outside of it. */
  readonly read: (file: string) => Promise<Uint8Array>
}

/** The policy a command works with: `--policy`, else `--preset`, else the project's assay.yaml, else `balanced`. Throws USAGE_POLICY on any mistake in it. */
export async function policyFor(args: Arguments, root: string, folder: string): Promise<LoadedPolicy> {
  const loaded = await loadPolicy(args, root, folder)
  if (loaded.problems.length > 0) throw policyError(loaded.problems)
  const files = args.values('vex')
  if (files.length === 0) return loaded
  const { withVex } = await vexReader()
  return {
    ...loaded,
    policy: withVex(loaded.policy, await vexFrom(files, (file) => operatorFile(folder, file, 'the VEX document'))),
  }
}

/** The same, with the mistakes as a list. */
export async function loadPolicy(args: Arguments, root: string, folder: string): Promise<LoadedPolicy> {
  const file = args.value('policy')
  if (file !== undefined) return { ...(await fromOperator(resolve(folder, file), file)), trusted: true }
  const preset = args.value('preset')
  if (preset !== undefined)
    return { policy: presetPolicy(presetName(preset)), problems: [], trusted: true, read: nothing }
  const found = await fromProject(root)
  if (found === undefined) return { policy: presetPolicy(), problems: [], trusted: true, read: nothing }
  return { ...found, trusted: false }
}

/** A policy without a file names none. */
async function nothing(): Promise<Uint8Array> {
  return new Uint8Array()
}

/** What stands in a policy file, and how to read what it names. */
type ReadPolicy = ParsedPolicy & Pick<LoadedPolicy, 'read'>

/** One error that shows the first mistakes with their places. */
function policyError(problems: readonly PolicyProblem[]): UsageError {
  const [first] = problems
  const others = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  const message = first === undefined ? 'the policy is wrong' : `${problemLine(first)}${others}`
  return new UsageError('USAGE_POLICY', message)
}

/** `assay.yaml:12:5: message; hint`. */
export function problemLine(problem: PolicyProblem): string {
  const hint = problem.hint === undefined ? '' : `; ${problem.hint}`
  return `${problem.path}:${problem.line}:${problem.column}: ${problem.message}${hint}`
}

const PRESETS: readonly PresetName[] = ['permissive', 'balanced', 'strict']

function presetName(text: string): PresetName {
  const found = PRESETS.find((name) => name === text)
  if (found === undefined)
    throw new UsageError('USAGE_ARGUMENTS', `there is no preset ${text}`, `Presets are ${PRESETS.join(', ')}.`)
  return found
}

async function fromOperator(path: string, shown: string): Promise<ReadPolicy> {
  const read = async (file: string): Promise<Uint8Array> => {
    try {
      return await readFile(file)
    } catch (error) {
      throw new UsageError(
        'USAGE_PATH',
        `the policy ${relative(dirname(path), file) || shown} cannot be read: ${String((error as NodeJS.ErrnoException).code)}`,
      )
    }
  }
  const { parsePolicy } = await policyParser()
  const readBeside = (file: string): Promise<Uint8Array> => read(resolve(dirname(path), file))
  const parsed = await withOwnVex(parsePolicy(await read(path), shown), readBeside)
  const more = parsed.policy.waiversFile
  const whole = more === undefined ? parsed : await joined(parsed, await readBeside(more), more)
  return { ...whole, read: readBeside }
}

/** Read through the same source as everything scanned: a link that leads out of the project is refused. */
async function fromProject(root: string): Promise<ReadPolicy | undefined> {
  const tree = await directorySource(root, DEFAULT_LIMITS)
  if ((await tree.state(POLICY_FILE)).kind !== 'file') return undefined
  const read = async (path: string): Promise<Uint8Array> => {
    const file = await tree.open(path)
    try {
      return await file.slice(0, DEFAULT_LIMITS.fileBytes)
    } finally {
      await file.close()
    }
  }
  const { parsePolicy } = await policyParser()
  const readBeside = (file: string): Promise<Uint8Array> => readNamed(file, read)
  const parsed = await withOwnVex(parsePolicy(await read(POLICY_FILE), POLICY_FILE), readBeside)
  const more = parsed.policy.waiversFile
  if (more === undefined) return { ...parsed, read: readBeside }
  try {
    return { ...(await joined(parsed, await read(join('.', more)), more)), read: readBeside }
  } catch (error) {
    if (!(error instanceof ExternalError)) throw error
    throw new UsageError(
      'USAGE_POLICY',
      `${POLICY_FILE} names the waivers file ${more}, which cannot be read: ${error.message}`,
    )
  }
}

/** The policy with the VEX documents it names; they stand beside it, as its file of waivers does. */
async function withOwnVex(parsed: ParsedPolicy, read: (file: string) => Promise<Uint8Array>): Promise<ParsedPolicy> {
  const files = parsed.policy.vexFiles ?? []
  if (files.length === 0 || parsed.problems.length > 0) return parsed
  const { withVex } = await vexReader()
  return { ...parsed, policy: withVex(parsed.policy, await vexFrom(files, read)) }
}

async function readNamed(file: string, read: (path: string) => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await read(join('.', file))
  } catch (error) {
    if (!(error instanceof ExternalError)) throw error
    throw new UsageError('USAGE_POLICY', `${POLICY_FILE} names the file ${file}: ${error.message}`)
  }
}

async function vexFrom(files: readonly string[], read: (file: string) => Promise<Uint8Array>): Promise<readonly Vex[]> {
  const { readVex } = await vexReader()
  const documents: Vex[] = []
  for (const file of files) documents.push(readVex(await read(file), file))
  return documents
}

/** Loaded with the first VEX document. */
function vexReader(): Promise<typeof import('../policy/vex/read-vex.ts')> {
  return import('../policy/vex/read-vex.ts')
}

async function joined(parsed: ParsedPolicy, waiverBytes: Uint8Array, path: string): Promise<ParsedPolicy> {
  const { parseWaivers, withWaivers } = await policyParser()
  const { waivers, problems } = parseWaivers(waiverBytes, path)
  return { policy: withWaivers(parsed.policy, waivers), problems: [...parsed.problems, ...problems] }
}

/** Loaded with the first policy file: without one, neither YAML nor the schema is needed. */
function policyParser(): Promise<typeof import('../policy/parse.ts')> {
  return import('../policy/parse.ts')
}

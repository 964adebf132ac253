import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ExternalError, UsageError } from '../../base/errors.ts'
import { globMistake } from '../../base/glob.ts'
import { DEFAULT_LIMITS, type Limits } from '../../base/limits.ts'
import type { Attention } from '../../engine/inspect-tree.ts'
import type { Progress } from '../../engine/progress.ts'
import { scan, type ScanRequest } from '../../engine/scan.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { AdvisoryLookup } from '../../model/advisory.ts'
import { NO_ADVISORIES } from '../../model/no-advisories.ts'
import type { AdvisorySources, Baseline, Policy } from '../../model/policy.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import { baselineOf, parseBaseline, renderBaseline } from '../../policy/baseline.ts'
import { REPORTER_CATALOGUE } from '../../report/catalogue.ts'
import { ADVISORY_OPTIONS, advisoriesFor, type ClosableLookup, sourcesFor } from '../advisory-source.ts'
import { CACHE_OPTIONS, cacheFor } from '../cache-folder.ts'
import type { Arguments, Command, Context } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { choice, workersOf } from '../option-values.ts'
import { outputsOf, writeOutputs } from '../outputs.ts'
import { policyFor } from '../policy-source.ts'
import { REGISTRY_OPTIONS } from '../registry-options.ts'
import { SENSITIVE_OPTIONS, sensitiveFor } from '../sensitive-settings.ts'
import { IMAGE_OPTIONS, imageFor } from '../image-options.ts'
import { scanTargetOf } from '../target.ts'

/** `assay scan`: the main job. */
export const scanCommand: Command = {
  name: 'scan',
  summary: 'Say what a project depends on, what is wrong with it, and whether policy lets it through',
  usage: ['assay scan [DIR|FILE|IMAGE] [OPTIONS]'],
  about: [
    'Reads manifests, lock files, notebooks, Dockerfiles and conda environments without running or resolving anything, matches the packages against known vulnerabilities and known malware, looks through every file for secrets and personal data, and judges the outcome by policy.',
    'Exit code: 0 allowed, 1 blocked by policy, 2 usage, 3 incomplete where the policy demands completeness.',
  ],
  options: [
    {
      name: 'format',
      short: 'f',
      value: 'FORMAT',
      multiple: true,
      help: `${Object.keys(REPORTER_CATALOGUE).join(', ')}; may be given several times. Default: table.`,
    },
    {
      name: 'output',
      short: 'o',
      value: 'FILE',
      multiple: true,
      help: 'Write the report of the --format before it to a file; alone, the ending says the format.',
    },
    { name: 'detail', value: 'short|full', help: 'How much the table shows. Default: short.' },
    { name: 'policy', value: 'FILE', help: "A policy file; replaces the project's own assay.yaml." },
    { name: 'preset', value: 'NAME', help: "permissive, balanced or strict; replaces the project's own assay.yaml." },
    { name: 'baseline', value: 'FILE', help: 'Findings that were there before.' },
    { name: 'fail-on', value: 'any|new', help: 'new: findings of the baseline do not block. Default: any.' },
    { name: 'write-baseline', value: 'FILE', help: 'Write the findings of this scan as a baseline.' },
    {
      name: 'vex',
      value: 'FILE',
      multiple: true,
      help: 'A VEX document you trust (OpenVEX, CycloneDX): what it says is not affected or fixed does not count.',
    },
    ...ADVISORY_OPTIONS,
    { name: 'offline', help: 'Never use the network, whatever is configured.' },
    {
      name: 'inspect',
      help: 'Fetch every locked package of PyPI and npm and look inside, as `assay package` does: what it would do, what is new in it.',
    },
    ...REGISTRY_OPTIONS.filter(({ name }) => name !== 'offline'),
    { name: 'exclude', value: 'GLOB', multiple: true, help: 'Leave out paths; listed in the coverage.' },
    { name: 'no-ignore', help: 'Read files that .gitignore excludes.' },
    ...SENSITIVE_OPTIONS,
    { name: 'workers', value: 'N', help: 'Worker threads. Default: one for each processor, at most 8.' },
    ...IMAGE_OPTIONS,
    ...CACHE_OPTIONS,
    { name: 'quiet', short: 'q', help: 'No progress.' },
  ],
  examples: [
    { command: 'assay scan', does: 'Scan the current folder and show what to do first.' },
    { command: 'assay scan services/rag --detail full', does: 'Scan one folder and show every finding.' },
    {
      command: 'assay scan -f table -f sarif -o assay.sarif -f cyclonedx -o bom.cdx.json',
      does: 'Show the table and write two reports, from one scan.',
    },
    {
      command: 'assay scan --baseline assay-baseline.json --fail-on new',
      does: 'Block only on what was not there before.',
    },
    { command: 'assay scan requirements.txt --format json', does: 'One file, and the files it includes.' },
    { command: 'assay scan --inspect', does: 'Look inside every dependency before it is installed.' },
    {
      command: 'assay scan image.tar --platform linux/arm64',
      does: 'What is installed in a container image: an OCI layout (folder or archive) or a docker save.',
    },
  ],
  run,
}

function run(args: Arguments, context: Context): Promise<number> {
  return scanAndReport(args, context)
}

/** Scans, writes the reports and says how it went; `assay model` gives its attention to models alone. */
export function scanAndReport(args: Arguments, context: Context, given: Partial<Given> = {}): Promise<number> {
  return reportScan(args, context, given, scan)
}

/** The same for whatever makes a result of the request. */
export async function reportScan(
  args: Arguments,
  context: Context,
  given: Partial<Given>,
  conduct: (request: ScanRequest) => Promise<ScanResult>,
): Promise<number> {
  const outputs = outputsOf(args, REPORTER_CATALOGUE, context.folder)
  const failOn = choice(args, 'fail-on', ['any', 'new'])
  choice(args, 'detail', ['short', 'full'])
  const baseline = await readBaseline(args.value('baseline'), context.folder)
  const result = await withScanRequest(args, context, { baseline, failOn, ...given }, conduct)
  await writeOutputs(outputs, result, args, context)
  await writeBaseline(args.value('write-baseline'), result, context)
  return exitCode(result)
}

/** What a scan is given beside the options every scan has. */
export interface Given {
  readonly baseline: Baseline | undefined
  readonly failOn: 'any' | 'new'
  readonly attention?: Exclude<Attention, 'project'>
  /** Exactly these files of the root. */
  readonly paths?: readonly string[]
  /** What is known not to be looked at. */
  readonly gaps?: readonly Diagnostic[]
  /** The folder whose assay.yaml judges, where it is not the one that is scanned. */
  readonly policyFrom?: string
}

/** Does what `conduct` does with the scan that the options ask for: `assay fix` plans, and `assay explain` explains, with the same advisories and policy. */
export async function withScanRequest<T>(
  args: Arguments,
  context: Context,
  given: Given,
  conduct: (request: ScanRequest) => Promise<T>,
): Promise<T> {
  const target = await scanTargetOf(args.positionals, context.folder)
  const { root, only } = target
  const loaded = await policyFor(args, given.policyFrom ?? target.policyFolder, context.folder)
  const { policy, trusted } = loaded
  if (!trusted && policy.advisories.osv.length > 0 && args.values('osv').length === 0) {
    context.terminal.note(
      'assay: the advisory sources in the scanned assay.yaml are not used by a scan; `assay advisories update` honours them.',
    )
  }
  const sources = sourcesFor(args, context, trusted ? policy.advisories : undefined)
  const sensitive = given.attention === 'models' ? undefined : await sensitiveFor(args, context, loaded)
  const advisories = await lookupFor(given.attention, args, context, sources)
  const cache = cacheFor(args, context)
  const image = imageFor(target, args, cache)
  const line = context.terminal.progress(args.has('quiet'))
  const inside = await servicesFor(args, context, advisories, (text) => line.update(text))
  try {
    return await conduct({
      root,
      only,
      attention: given.attention ?? 'project',
      limits: limitsOf(policy),
      ...(given.paths === undefined ? {} : { paths: given.paths }),
      ...(given.gaps === undefined ? {} : { gaps: given.gaps }),
      gitignore: !args.has('no-ignore'),
      exclude: [...policy.exclude, ...excludedGlobs(args)],
      workers: workersOf(args),
      advisories,
      policy,
      baseline: given.baseline,
      failOn: given.failOn,
      clock: context.clock,
      signal: context.signal,
      onProgress: (progress) => line.update(progressText(progress)),
      ...(inside === undefined ? {} : { packages: inside.packages }),
      ...(sensitive === undefined ? {} : { sensitive }),
      ...(image === undefined ? {} : { image }),
      ...(cache === undefined ? {} : { cache }),
      version: context.version,
    })
  } finally {
    line.done()
    await inside?.close()
    advisories.close?.()
  }
}

/** Loaded with `--inspect` alone: it brings the readers of all languages. */
async function servicesFor(
  args: Arguments,
  context: Context,
  advisories: AdvisoryLookup,
  onStep: (text: string) => void,
): Promise<{ readonly packages: NonNullable<ScanRequest['packages']>; close(): Promise<void> } | undefined> {
  if (!args.has('inspect')) return undefined
  const { packageServices } = await import('../package-services.ts')
  const { inspectDependencies } = await import('../../engine/packages/inspect-dependencies.ts')
  const { services, close } = await packageServices(args, context, { advisories, choice: 'installable', onStep })
  return { packages: (bom) => inspectDependencies(bom, services), close }
}

/** Model files and secrets are judged by what they hold: no advisory is asked. */
async function lookupFor(
  attention: Given['attention'],
  args: Arguments,
  context: Context,
  sources: AdvisorySources,
): Promise<ClosableLookup> {
  return attention !== undefined ? NO_ADVISORIES : advisoriesFor(args, context, sources)
}

function limitsOf(policy: Policy): Limits {
  const { fileBytes, fileSeconds } = policy.limits
  return {
    ...DEFAULT_LIMITS,
    ...(fileBytes === undefined ? {} : { fileBytes }),
    ...(fileSeconds === undefined ? {} : { fileMilliseconds: fileSeconds * 1000 }),
  }
}

function excludedGlobs(args: Arguments): readonly string[] {
  for (const glob of args.values('exclude')) {
    const mistake = globMistake(glob)
    if (mistake !== undefined) throw new UsageError('USAGE_ARGUMENTS', `--exclude ${glob} ${mistake}`)
  }
  return args.values('exclude')
}

function progressText(progress: Progress): string {
  if (progress.unpacking !== undefined) {
    const { layer, layers, bytes } = progress.unpacking
    const what = layer === 0 ? 'the archive' : `layer ${layer} of ${layers}`
    return `unpacking the image: ${what}, ${Math.round(bytes / 1e6)} MB`
  }
  return `scanning: ${progress.filesSeen} files seen, ${progress.filesInspected} of ${progress.filesQueued} read`
}

async function readBaseline(file: string | undefined, folder: string): Promise<Baseline | undefined> {
  if (file === undefined) return undefined
  try {
    return parseBaseline(await readFile(resolve(folder, file)), file)
  } catch (error) {
    if (error instanceof UsageError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new UsageError(
      'USAGE_PATH',
      `the baseline ${file} cannot be read: ${code}`,
      'Write one with `--write-baseline FILE`.',
    )
  }
}

async function writeBaseline(file: string | undefined, result: ScanResult, context: Context): Promise<void> {
  if (file === undefined) return
  try {
    await writeFile(resolve(context.folder, file), renderBaseline(baselineOf(result.findings)))
  } catch (error) {
    throw new ExternalError('EXTERNAL_DISK', `the baseline ${file} cannot be written`, {
      retryable: false,
      cause: error,
    })
  }
  context.terminal.note(
    `assay: wrote ${result.findings.length} findings to ${file}; use it with --baseline ${file} --fail-on new`,
  )
}

function exitCode(result: ScanResult): number {
  if (result.verdict.decision === 'block') return EXIT.blocked
  return result.verdict.completeness === 'incomplete' ? EXIT.incomplete : EXIT.allowed
}

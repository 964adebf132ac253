import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { storyRules } from '../../analysis/packages/verdict/story-rules.ts'
import { ERROR_CATALOGUE } from '../../base/error-catalogue.ts'
import { UsageError } from '../../base/errors.ts'
import { visible } from '../../base/escape.ts'
import { assessAll, type PackageOutcome, type PackageTarget } from '../../engine/packages/assess-all.ts'
import type { LocalArtefact } from '../../engine/packages/package-services.ts'
import type { PackageAssessment } from '../../model/package-assessment.ts'
import { PACKAGE_REPORTERS } from '../../report/package/package-reporters.ts'
import { ADVISORY_OPTIONS, advisoriesFor, sourcesFor } from '../advisory-source.ts'
import { CACHE_OPTIONS } from '../cache-folder.ts'
import type { Arguments, Command, Context } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { REGISTRY_OPTIONS } from '../registry-options.ts'
import { packagesFolder } from '../package-registry.ts'
import { choice } from '../option-values.ts'
import { packageServices } from '../package-services.ts'
import { writeReports } from '../package-outputs.ts'
import { ALLOW_OPTIONS, allowPackage, approvePackage } from './package-allow.ts'

/** `assay package`: what a release would do, before anything is installed. */
export const packageCommand: Command = {
  name: 'package',
  summary: 'Look inside a package before it is installed: what it does, what is new in it, allow, hold or block',
  usage: [
    'assay package PURL|ARCHIVE|DIR... [OPTIONS]',
    'assay package allow ARCHIVE --purl PURL --reason TEXT --key KEY --as NAME',
    'assay package approve ARCHIVE --key KEY --as NAME --trust KEY',
  ],
  about: [
    'A package URL (pkg:pypi/NAME@VERSION, pkg:npm/NAME@VERSION) is fetched from the registries that pip, uv, npm and yarn are configured for, every artefact of the release, digests verified; an archive or a folder is taken from disk. Nothing is installed, imported or run: Python, JavaScript, shell, PowerShell, native programs, compiled Python, notebooks and model files are read, constants are folded, and data is followed from secrets to the network across the files of the package.',
    'The release is compared with the one before, its name with popular ones, the records of known malware are weighed. The verdict is allow, hold (a person decides) or block, with the steps that lead to it.',
    'allow, approve: two people accept exactly these bytes for a time; docs/packages.md says how. A file of that name is looked at as `assay package ./allow`.',
    'Exit code: 0 allow, 1 hold or block (--fail-on block lets holds pass), 2 usage, 3 a part could not be looked at or the release is not there.',
  ],
  options: [
    {
      name: 'format',
      short: 'f',
      value: 'FORMAT',
      multiple: true,
      help: `${PACKAGE_REPORTERS.map(({ id }) => id).join(', ')}; may be given several times. Default: text.`,
    },
    {
      name: 'output',
      short: 'o',
      value: 'FILE',
      multiple: true,
      help: 'Write the report of the --format before it to a file.',
    },
    { name: 'fail-on', value: 'hold|block', help: 'From which verdict on the exit code is 1. Default: hold.' },
    {
      name: 'artefacts',
      value: 'all|installable',
      help: 'Which artefacts of a release are opened; installable: those for this machine and the source. Default: all.',
    },
    {
      name: 'previous',
      value: 'FILE',
      multiple: true,
      help: 'Artefacts on disk to compare with; without it the registry is asked for the release before.',
    },
    { name: 'no-previous', help: 'Compare with nothing.' },
    {
      name: 'source',
      value: 'DIR',
      help: 'A checkout of the source repository at the tag of the release: files that are not in it are told.',
    },
    {
      name: 'private',
      value: 'GLOB',
      multiple: true,
      help: 'Names that you keep for private packages; one of them in a public registry is told.',
    },
    {
      name: 'yara',
      value: 'FILE',
      multiple: true,
      help: 'YARA rules of your own; a match holds, with meta verdict = "block" it blocks.',
    },
    { name: 'names', value: 'FILE', multiple: true, help: 'A snapshot of popular names made by `assay names build`.' },
    {
      name: 'names-trust',
      value: 'FILE',
      multiple: true,
      help: 'The public key (PEM, Ed25519) whose snapshots are believed.',
    },
    ...ALLOW_OPTIONS,
    ...REGISTRY_OPTIONS,
    ...ADVISORY_OPTIONS,
    ...CACHE_OPTIONS,
    { name: 'workers', value: 'N', help: 'Worker threads. Default: one for each processor, at most 8.' },
    { name: 'quiet', short: 'q', help: 'No progress.' },
  ],
  examples: [
    { command: 'assay package pkg:npm/left-pad@1.3.0', does: 'What would installing this do?' },
    {
      command: 'assay package dist/*.whl --no-previous --offline',
      does: 'What is in the wheels I am about to publish?',
    },
    { command: 'assay package ./node_modules/somepkg', does: 'What did I install?' },
    { command: 'assay package pkg:pypi/somepkg@2.0 -f sarif -o package.sarif', does: 'The steps for code scanning.' },
  ],
  run,
}

async function run(args: Arguments, context: Context): Promise<number> {
  const [verb, ...rest] = args.positionals
  if (verb === 'allow') return allowPackage({ ...args, positionals: rest }, context)
  if (verb === 'approve') return approvePackage({ ...args, positionals: rest }, context)
  if (verb === undefined) {
    throw new UsageError(
      'USAGE_ARGUMENTS',
      'expected a package URL, an archive or a folder',
      'For example `assay package pkg:pypi/requests@2.32.5` or `assay package dist/foo-1.0-py3-none-any.whl`.',
    )
  }
  const failOn = choice(args, 'fail-on', ['hold', 'block'])
  const line = context.terminal.progress(args.has('quiet'))
  const advisories = await advisoriesFor(args, context, sourcesFor(args, context, undefined))
  const { services, close } = await packageServices(args, context, {
    advisories,
    choice: choice(args, 'artefacts', ['all', 'installable']),
    onStep: (text) => line.update(text),
  })
  try {
    const outcomes = await assessAll(await targetsOf(args, context), services, MOST_AT_ONCE)
    line.done()
    const assessments = outcomes.flatMap((one) => (one.kind === 'assessed' ? [one.assessment] : []))
    await writeReports(assessments, storyRules, args, context)
    const lost = outcomes.flatMap(lossText)
    for (const text of lost) context.terminal.note(`assay: ${text}`)
    return exitCode(assessments, lost.length, failOn)
  } finally {
    line.done()
    advisories.close?.()
    await close()
  }
}

/** Releases that are worked on at once: while one is fetched or read, others keep the workers busy. */
const MOST_AT_ONCE = 4

/** Several archives are several releases, but for artefacts that begin with the same name and version. */
async function targetsOf(args: Arguments, context: Context): Promise<readonly PackageTarget[]> {
  const previous = await Promise.all(args.values('previous').map((file) => localArtefact(file, context)))
  const targets: PackageTarget[] = []
  const releases = new Map<string, LocalArtefact[]>()
  // A shell that expands two patterns may name a file twice.
  for (const given of new Set(args.positionals)) {
    if (/^pkg:/i.test(given)) {
      expectFolder(args, context)
      targets.push({ purl: given })
      continue
    }
    const file = await localArtefact(given, context)
    const key = file.kind === 'folder' ? file.path : releaseKey(file.name)
    const known = releases.get(key)
    if (known === undefined) {
      const files = [file]
      releases.set(key, files)
      targets.push({ files, ...(previous.length === 0 ? {} : { previous }) })
    } else if (known.every(({ path }) => path !== file.path)) known.push(file)
  }
  if (previous.length > 0) expectOneRelease(targets)
  return targets
}

/** A service without a home folder has no place of its own for what is fetched. */
function expectFolder(args: Arguments, context: Context): void {
  if (packagesFolder(args, context) !== undefined) return
  const message = 'there is no folder for what is fetched: this user has no home'
  throw new UsageError('USAGE_PATH', message, 'Name one with --packages-dir or ASSAY_PACKAGES_DIR.')
}

/** Compared with the artefacts of another project everything would be new. */
function expectOneRelease(targets: readonly PackageTarget[]): void {
  const [first] = targets
  if (targets.length === 1 && first !== undefined && 'files' in first) return
  const found = first !== undefined && 'purl' in first ? 'a package URL' : `${targets.length} releases`
  throw new UsageError(
    'USAGE_ARGUMENTS',
    `--previous compares artefacts on disk of one release, found ${found}`,
    'For a package URL the registry is asked for the release before.',
  )
}

/** `foo_bar-1.0-py3-none-any.whl` and `foo-bar-1.0.tar.gz` belong together. */
function releaseKey(name: string): string {
  const wheel = /^([^-]+)-([^-]+)-(?:[^-]+-)?[^-]+-[^-]+-[^-]+\.whl$/i.exec(name)
  const source = /^(.+)-([^-]+)\.(?:tar\.gz|tgz|zip|tar\.bz2)$/i.exec(name)
  const [, project = name, version = ''] = wheel ?? source ?? []
  return `${project.toLowerCase().replace(/[-_.]+/g, '-')} ${version}`
}

async function localArtefact(given: string, context: Context): Promise<LocalArtefact> {
  const path = resolve(context.folder, given)
  const info = await stat(path).catch(() => undefined)
  if (info?.isDirectory() === true) return { name: basename(path), path, kind: 'folder' }
  if (info?.isFile() === true) return { name: basename(path), path, kind: 'archive' }
  throw new UsageError(
    'USAGE_PATH',
    `expected a package URL, an archive or a folder, but nothing is at ${visible(given)}`,
    `A name is written as a package URL: \`pkg:pypi/${visible(given)}\` or \`pkg:npm/${visible(given)}\`.`,
  )
}

/** What is said of a target of which there is no report. */
function lossText(outcome: PackageOutcome): readonly string[] {
  if (outcome.kind === 'assessed') return []
  if (outcome.kind === 'failed') {
    const { code, message } = outcome
    return [`${visible(message)} (${code}); nothing is known of it.\n  ${ERROR_CATALOGUE[code].next}`]
  }
  const asked = visible(outcome.purl)
  const where = outcome.release.registries.map((one) => visible(one)).join(', ')
  return outcome.release.what === 'package'
    ? [`${asked}: no such package at ${where}. A name that an assistant made up can be registered by anybody tomorrow.`]
    : [`${asked}: the package is there, this version is not (${where}).`]
}

function exitCode(assessments: readonly PackageAssessment[], lost: number, failOn: 'hold' | 'block'): number {
  const stops = assessments.filter(({ verdict }) => verdict === 'block' || (verdict === 'hold' && failOn === 'hold'))
  // A verdict for what the package does comes first, then what could not be had at all; gaps inside an artefact are in the verdict.
  if (stops.some(({ stories }) => stories.some(({ verdict }) => verdict !== 'allow'))) return EXIT.blocked
  const isPartial = assessments.some(({ diagnostics }) => diagnostics.some(({ level }) => level === 'error'))
  if (lost > 0 || isPartial) return EXIT.incomplete
  return stops.length > 0 ? EXIT.blocked : EXIT.allowed
}

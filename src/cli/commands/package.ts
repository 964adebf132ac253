import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { storyRules } from '../../analysis/packages/verdict/story-rules.ts'
import { UsageError } from '../../base/errors.ts'
import { visible } from '../../base/escape.ts'
import { assessLocal, assessRelease } from '../../engine/packages/assess-package.ts'
import type { LocalArtefact, PackageServices } from '../../engine/packages/package-services.ts'
import type { PackageAssessment } from '../../model/package-assessment.ts'
import type { MissingRelease } from '../../scan/sources/registry/release.ts'
import { PACKAGE_REPORTERS } from '../../report/package/package-reporters.ts'
import { ADVISORY_OPTIONS, advisoriesFor, sourcesFor } from '../advisory-source.ts'
import { CACHE_OPTIONS } from '../cache-folder.ts'
import type { Arguments, Command, Context } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { REGISTRY_OPTIONS } from '../registry-options.ts'
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
    const assessments: PackageAssessment[] = []
    const missing: string[] = []
    for (const target of await targetsOf(args, context)) {
      const answer = await assessed(target, args, context, services)
      if ('kind' in answer) missing.push(missingText(target, answer))
      else assessments.push(answer)
    }
    line.done()
    await writeReports(assessments, storyRules, args, context)
    for (const text of missing) context.terminal.note(`assay: ${text}`)
    return exitCode(assessments, missing.length, failOn)
  } finally {
    line.done()
    advisories.close?.()
    await close()
  }
}

/** What is to be looked at: a package URL, or artefacts on disk of one release. */
type PackageTarget = { readonly purl: string } | { readonly files: readonly LocalArtefact[] }

/** Several archives are several releases, but for artefacts that begin with the same name and version. */
async function targetsOf(args: Arguments, context: Context): Promise<readonly PackageTarget[]> {
  const targets: PackageTarget[] = []
  const releases = new Map<string, LocalArtefact[]>()
  for (const given of args.positionals) {
    if (/^pkg:/i.test(given)) {
      targets.push({ purl: given })
      continue
    }
    const file = await localArtefact(given, context)
    const key = file.kind === 'folder' ? file.path : releaseKey(file.name)
    const known = releases.get(key)
    if (known === undefined) {
      const files = [file]
      releases.set(key, files)
      targets.push({ files })
    } else known.push(file)
  }
  return targets
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

async function assessed(
  target: PackageTarget,
  args: Arguments,
  context: Context,
  services: PackageServices,
): Promise<PackageAssessment | MissingRelease> {
  if ('purl' in target) return assessRelease(target.purl, services)
  const previous = await Promise.all(args.values('previous').map((file) => localArtefact(file, context)))
  return assessLocal(target.files, services, previous.length === 0 ? undefined : previous)
}

function missingText(target: PackageTarget, { what, registries }: MissingRelease): string {
  const asked = 'purl' in target ? visible(target.purl) : ''
  const where = registries.map((one) => visible(one)).join(', ')
  return what === 'package'
    ? `${asked}: no such package at ${where}. A name that an assistant made up can be registered by anybody tomorrow.`
    : `${asked}: the package is there, this version is not (${where}).`
}

function choice<T extends string>(args: Arguments, name: string, values: readonly [T, ...T[]]): T {
  const given = args.value(name)
  if (given === undefined) return values[0]
  const found = values.find((value) => value === given)
  if (found === undefined)
    throw new UsageError('USAGE_ARGUMENTS', `expected --${name} ${values.join(' or ')}, found ${visible(given)}`)
  return found
}

function exitCode(assessments: readonly PackageAssessment[], missing: number, failOn: 'hold' | 'block'): number {
  const stops = assessments.some(({ verdict }) => verdict === 'block' || (verdict === 'hold' && failOn === 'hold'))
  if (stops) return EXIT.blocked
  // What could not be had at all; gaps inside an artefact are in the verdict.
  const lost = assessments.some(({ diagnostics }) => diagnostics.some(({ level }) => level === 'error'))
  return missing > 0 || lost ? EXIT.incomplete : EXIT.allowed
}

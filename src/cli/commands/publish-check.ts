import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UsageError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { dockerContext } from '../../scan/packing/docker-context.ts'
import { huggingFaceUpload } from '../../scan/packing/hugging-face-upload.ts'
import { npmPack } from '../../scan/packing/npm-pack.ts'
import type { PackedList } from '../../scan/packing/packed-list.ts'
import { pythonBuild } from '../../scan/packing/python-build.ts'
import { directorySource } from '../../scan/sources/directory.ts'
import type { Arguments, Command, Context } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { scanAndReport, scanCommand } from './scan.ts'

/** What says nothing about what is published. */
const FOREIGN = new Set([
  'advisories',
  'osv',
  'kev',
  'epss',
  'offline',
  'vex',
  'no-secrets',
  'no-ignore',
  'inspect',
  'trust-project',
  'packages-dir',
])

/** `assay publish-check`: what a package would give away. */
export const publishCheckCommand: Command = {
  name: 'publish-check',
  summary: 'Say what a package about to be published would give away',
  usage: ['assay publish-check [DIR|ARCHIVE] [--as npm|python|hugging-face|docker] [OPTIONS]'],
  about: [
    'Finds out which files npm pack, python -m build (setuptools, hatchling, flit, poetry, pdm, uv), hf upload or docker build would take from the folder, without running any of them, and looks through exactly these for secrets, personal data, and files that nobody means to publish. Of an sdist, a wheel, an npm tarball or another archive it looks through every member.',
    'Without --as: npm where there is a package.json, python where there is a pyproject.toml or setup.py; both where both are. The build back end may add files of its own: where that can be, it is said.',
    'Exit code: 0 allowed, 1 blocked by policy, 2 usage, 3 incomplete where the policy demands completeness.',
  ],
  options: [
    {
      name: 'as',
      value: 'KIND',
      multiple: true,
      help: 'npm, python, hugging-face, docker: what the folder is published as.',
    },
    { name: 'list', help: 'Print the files that would be packed, and look at none of them.' },
    ...scanCommand.options.filter((option) => !FOREIGN.has(option.name)),
  ],
  examples: [
    { command: 'assay publish-check', does: 'Before `npm publish` or `twine upload`.' },
    { command: 'assay publish-check dist/app-1.0-py3-none-any.whl', does: 'What is in the wheel that was built.' },
    { command: 'assay publish-check model --as hugging-face', does: 'Before `hf upload`.' },
    { command: 'assay publish-check --list', does: 'Which files would be packed?' },
  ],
  run,
}

/** What a folder can be published as. */
const KINDS = ['npm', 'python', 'hugging-face', 'docker'] as const
type Kind = (typeof KINDS)[number]

async function run(args: Arguments, context: Context): Promise<number> {
  const given = args.positionals[0] ?? '.'
  const root = resolve(context.folder, given)
  const info = await stat(root).catch(() => undefined)
  if (info?.isFile() === true) return scanAndReport(args, context, { attention: 'publish' })
  if (info?.isDirectory() !== true) {
    throw new UsageError('USAGE_PATH', `expected a folder or an archive at ${given}, but nothing of the kind is there`)
  }
  const lists = await packedLists(args, root)
  const paths = [...new Set(lists.flatMap((list) => list.paths))].sort()
  if (args.has('list')) {
    context.terminal.out(paths.map((path) => `${path}\n`).join(''))
    for (const line of doubts(lists)) context.terminal.note(`assay: ${line}`)
    return EXIT.allowed
  }
  const tools = lists.map(({ tool, paths: own }) => `${tool}: ${own.length} files`).join(', ')
  context.terminal.note(`assay: looking at what would be packed (${tools})`)
  return scanAndReport(args, context, { attention: 'publish', paths, gaps: doubts(lists).map(gap) })
}

async function packedLists(args: Arguments, root: string): Promise<readonly PackedList[]> {
  const tree = await directorySource(root, DEFAULT_LIMITS)
  const has = async (name: string): Promise<boolean> => (await tree.state(name)).kind === 'file'
  const found: Kind[] = []
  if (await has('package.json')) found.push('npm')
  if ((await has('pyproject.toml')) || (await has('setup.py'))) found.push('python')
  const asked = args.values('as').map(kindOf)
  const kinds = asked.length > 0 ? asked : found
  if (kinds.length === 0) {
    const hint = `Say what it is published as with --as ${KINDS.join('|')}.`
    throw new UsageError('USAGE_ARGUMENTS', 'expected a package.json, a pyproject.toml or a setup.py, found none', hint)
  }
  const lists: PackedList[] = []
  for (const kind of new Set(kinds)) {
    if (kind === 'npm') lists.push(await npmPack(tree, root, DEFAULT_LIMITS))
    else if (kind === 'python') lists.push(await pythonBuild(tree, DEFAULT_LIMITS))
    else if (kind === 'docker') lists.push(await dockerContext(tree, DEFAULT_LIMITS))
    else lists.push(await huggingFaceUpload(tree, DEFAULT_LIMITS))
  }
  return lists
}

function kindOf(text: string): Kind {
  const kind = KINDS.find((one) => one === text)
  if (kind !== undefined) return kind
  throw new UsageError('USAGE_ARGUMENTS', `expected --as ${KINDS.join(' or ')}, found ${text}`)
}

function doubts(lists: readonly PackedList[]): readonly string[] {
  return lists.flatMap(({ tool, doubts: own }) => own.map((doubt) => `${tool}: ${doubt}`))
}

function gap(message: string): Diagnostic {
  return { code: 'FORMAT_PARTIAL', level: 'warning', message, source: 'scan/packing' }
}

import { get, items, string, type TreeValue } from '../../formats/tree.ts'
import { yaml } from '../../formats/yaml.ts'
import type { Observation } from '../../model/finding.ts'
import { at, type Location } from '../../model/location.ts'
import type { FileRule } from '../../model/rule.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import type { Severity } from '../../model/severity.ts'
import { placed, reported, shown } from './report.ts'
import { toldOnce } from './told-once.ts'

/** A pipeline or a hook takes its steps from somewhere that can change them. */
export const unpinnedInclude: FileRule = {
  id: 'configuration/unpinned-include',
  title: 'A pipeline or a hook takes its steps from somewhere that can change them.',
  severity: 'medium',
  why: 'What is included runs with the variables and secrets of the pipeline, a pre-commit hook on the machine of everybody who commits. A branch or a bare address means: whatever stands there at that moment.',
  fix: 'Name a commit (ref, rev, @commit) or, for remote files of GitLab, an integrity hash.',
  references: [
    'https://docs.gitlab.com/ci/yaml/includes/',
    'https://pre-commit.com/',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
  files: [
    '**/.gitlab-ci.{yml,yaml}',
    '**/*.gitlab-ci.{yml,yaml}',
    '**/.gitlab/ci/**/*.{yml,yaml}',
    '**/.pre-commit-config.yaml',
  ],
  async *inspect(file) {
    for (const loose of await looseIncludes(file)) yield observed(file.path, loose)
  },
}

interface LooseInclude {
  readonly what: string
  readonly severity: Severity
  readonly message: string
  readonly edit: string
  readonly location: Location
  readonly written: string
}

type Place = (offset: number) => Location

function looseIncludes(file: ScannedFile): Promise<readonly LooseInclude[]> {
  return toldOnce<readonly LooseInclude[]>(file, 'configuration/includes', [], async () => {
    const trees = await file.read(yaml)
    return trees.flatMap(({ root, lines }) => {
      const place: Place = (offset) => {
        const { line, column } = lines.position(offset)
        return at(file.path, line, column)
      }
      if (file.path.endsWith('.pre-commit-config.yaml'))
        return items(get(root, 'repos')).flatMap((one) => hook(one, place))
      const include = get(root, 'include')
      const all = include?.kind === 'array' ? include.items : include === undefined ? [] : [include]
      return all.flatMap((one) => gitlabInclude(one, place))
    })
  })
}

/** `rev` of pre-commit is a tag or a commit; a branch is never updated for those who have it, and anything for those who do not. */
function hook(repo: TreeValue, place: Place): readonly LooseInclude[] {
  const url = string(get(repo, 'repo'))
  const rev = get(repo, 'rev')
  const written = string(rev)
  if (url === undefined || rev === undefined || written === undefined || !BRANCH.test(written)) return []
  return [
    {
      what: `The hooks of ${shown(url, 100)}`,
      severity: 'medium',
      message: `rev: ${shown(written, 40)} is a branch: whoever installs the hooks gets what stands on it that day, and runs it with every commit.`,
      edit: 'rev: <tag or commit>',
      location: place(rev.offset),
      written: `rev: ${written}`,
    },
  ]
}

const BRANCH = /^(?:main|master|develop|dev|trunk|head|latest|stable|next|edge)$/i

function gitlabInclude(value: TreeValue, place: Place): readonly LooseInclude[] {
  const remote = string(get(value, 'remote')) ?? addressOf(value)
  if (remote !== undefined) return remoteInclude(value, remote, place)
  const project = string(get(value, 'project'))
  if (project !== undefined) return get(value, 'ref') === undefined ? [projectInclude(value, project, place)] : []
  const component = string(get(value, 'component'))
  const version = component?.slice(component.lastIndexOf('@') + 1) ?? ''
  if (component === undefined || !/^~latest$|^(?:main|master)$/.test(version)) return []
  return [
    {
      what: `The component ${shown(component, 100)}`,
      severity: 'low',
      message: 'Its version is whatever is newest.',
      edit: `component: ${shown(component.slice(0, component.lastIndexOf('@')), 150)}@<commit>`,
      location: place(value.offset),
      written: `component: ${component}`,
    },
  ]
}

/** `include: https://…` */
function addressOf(value: TreeValue): string | undefined {
  const text = string(value)
  return text !== undefined && /^https?:\/\//i.test(text) ? text : undefined
}

function remoteInclude(value: TreeValue, remote: string, place: Place): readonly LooseInclude[] {
  if (get(value, 'integrity') !== undefined) return []
  const isPlain = /^http:/i.test(remote)
  if (!isPlain && /\/[0-9a-f]{40}\//i.test(remote)) return []
  return [
    {
      what: `The included file ${shown(remote, 100)}`,
      severity: isPlain ? 'high' : 'medium',
      message: isPlain
        ? 'It is fetched over an unencrypted connection: everyone on the way can answer with other steps.'
        : 'It is fetched anew for every pipeline, without a hash.',
      edit: `{ remote: '${shown(remote.replace(/^http:/i, 'https:'), 200)}', integrity: 'sha256-<hash>' }`,
      location: place(value.offset),
      written: remote,
    },
  ]
}

function projectInclude(value: TreeValue, project: string, place: Place): LooseInclude {
  return {
    what: `The included project ${shown(project, 100)}`,
    severity: 'low',
    message: 'No ref is named, so it is the newest commit of its default branch.',
    edit: `{ project: ${shown(project, 150)}, ref: <commit> }`,
    location: place(value.offset),
    written: `project: ${project}`,
  }
}

function observed(path: string, { what, severity, message, edit, location, written }: LooseInclude): Observation {
  return reported({
    severity,
    title: `${what} can change without notice`,
    message,
    because: 'no commit and no hash is named',
    evidence: [placed(location, written)],
    fix: { text: 'Name a commit, or a hash where one can be given.', remedy: { edit, file: path } },
    identity: `${path} ${what}`,
  })
}

import { excerpt } from '../../../base/escape.ts'
import type { Limits } from '../../../base/limits.ts'
import { yamlTags, type YamlTag } from '../../../formats/yaml-tags.ts'
import { pathEscape } from '../file-reference.ts'
import { observeTargets, type NamedTarget, type TargetMeaning } from '../named-code/observe-targets.ts'
import { pythonTarget } from '../named-code/python-target.ts'
import type { ModelObservation } from '../observation.ts'

/**
 * What the tags of a YAML configuration make its loader do: `!!python/object/apply:os.system` of PyYAML (its UnsafeLoader, and
 * FullLoader before 5.3.1, CVE-2020-1747), `!new:`, `!name:`, `!apply:` and `!module:` of HyperPyYAML, in which SpeechBrain
 * writes its models. Throws FormatError, LimitError.
 */
export function judgeYamlTags(text: string, limits: Limits): readonly ModelObservation[] {
  if (!/![^ ]|tag:/.test(text)) return []
  const tags = yamlTags(text, limits)
  return [
    ...observeTargets(tags.flatMap(pythonTag), PYYAML),
    ...observeTargets(tags.flatMap(hyperTag), HYPERPYYAML),
    ...tags.flatMap(includeTag).slice(0, MOST_INCLUDES),
  ]
}

/** Tags found without parsing, for text that no parser here reads. Linear. */
export function plainTags(text: string): readonly ModelObservation[] {
  const found = [...text.matchAll(/!!(python\/[a-z/]{1,40}:[\w.]{1,300})/g)].slice(0, MOST_PLAIN)
  const tags = found.map(({ 1: tag = '', index }) => ({
    tag: `tag:yaml.org,2002:${tag}`,
    offset: index,
    text: undefined,
  }))
  return observeTargets(tags.flatMap(pythonTag), PYYAML)
}

const MOST_PLAIN = 10_000

const FIX = 'Do not load the file; read such configurations with yaml.safe_load only.'

const PYYAML: TargetMeaning = {
  format: 'config',
  subject: 'The YAML file',
  loader: 'The tag makes PyYAML import the name, and call it, unless the file is read with SafeLoader',
  when: 'on-load',
  unknown: 'medium',
  cve: ['CVE-2020-1747'],
  fix: FIX,
}

const HYPERPYYAML: TargetMeaning = {
  format: 'config',
  subject: 'The HyperPyYAML file',
  loader:
    'load_hyperpyyaml, with which SpeechBrain opens a model, imports the name and calls it with arguments from the file',
  when: 'on-load',
  unknown: 'low',
  fix: 'Do not open the model with SpeechBrain before somebody has read its hyperparams.yaml.',
}

const PYTHON = 'tag:yaml.org,2002:python/'

/** Tags that only make values. */
const VALUES: ReadonlySet<string> = new Set(
  'none bool str unicode bytes int long float complex list tuple dict'.split(' '),
)

function pythonTag({ tag, offset, text }: YamlTag): readonly NamedTarget[] {
  if (!tag.startsWith(PYTHON)) return []
  const kind = tag.slice(PYTHON.length)
  if (VALUES.has(kind)) return []
  const colon = kind.indexOf(':')
  const name = colon < 0 ? (text ?? '') : kind.slice(colon + 1)
  return [{ ...judged(kind, name), inside: `!!python/${kind}`.slice(0, 160), byte: offset }]
}

/** A module alone is imported: what it does then is not known, only some are known not to matter. */
function judged(kind: string, name: string): ReturnType<typeof pythonTarget> {
  return kind.startsWith('module:') ? moduleTarget(name) : pythonTarget(name)
}

function moduleTarget(name: string): ReturnType<typeof pythonTarget> {
  const target = pythonTarget(`${name}.Anything`)
  return target.tier === 'inert' ? { ...target, name } : { name, tier: 'unknown', why: 'is imported' }
}

const MOST_INCLUDES = 50

/** `!include:path` reads another file into this one. */
function includeTag({ tag, offset }: YamlTag): readonly ModelObservation[] {
  const path = tag.startsWith('!include:') ? tag.slice('!include:'.length) : undefined
  const escape = path === undefined ? undefined : pathEscape(path)
  if (path === undefined || escape === undefined) return []
  return [
    {
      id: 'config/include',
      severity: 'medium',
      title: `The configuration includes a file outside of the model: ${excerpt(path, 100)}`,
      why: `load_hyperpyyaml reads that file (${escape}) and takes its tags as those of this one.`,
      where: { inside: excerpt(tag, 120), byte: offset },
      cwe: 'CWE-73',
      fix: 'Do not open the model before somebody has read its configuration.',
    },
  ]
}

const HYPER = /^!(new|name|apply|applyref|module):(.*)$/s

function hyperTag({ tag, offset }: YamlTag): readonly NamedTarget[] {
  const [, kind, name] = HYPER.exec(tag) ?? []
  if (kind === undefined || name === undefined) return []
  const target = kind === 'module' ? moduleTarget(name.trim()) : pythonTarget(name)
  return [{ ...target, inside: `!${kind}:${name}`.slice(0, 160), byte: offset }]
}

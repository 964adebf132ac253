import { slicePart } from '../../formats/mapped-text.ts'
import { literalWord } from '../../formats/shell-word.ts'
import type { ShellWord } from '../../formats/shell-syntax.ts'
import { get, string, type TreeScalar, type TreeValue } from '../../formats/tree.ts'
import { scalarText } from '../../formats/yaml-text.ts'
import type { VersionClaim } from '../../model/package-mention.ts'
import { type Pipeline, stepSite } from '../commands/pipeline-step.ts'
import { type InstallSetting, recordPythonPackage } from '../commands/python-requirement.ts'

/**
 * Records the packages that a feature of a development container is told to install. `id` is its reference, for example
 * `ghcr.io/devcontainers/features/python:1`; which options name packages stands in the documentation of each feature.
 */
export function readFeature(id: string, options: TreeValue, keyOffset: number, pipeline: Pipeline): void {
  const name = /\/([\w.-]{1,100})(?::[\w.-]{1,100}|@sha256:[0-9a-f]{64})?$/.exec(id.slice(0, 500))?.[1] ?? ''
  const feature: Feature = { name, options, keyOffset, pipeline }
  if (name === 'python') readPython(feature)
  else if (name === 'pipx-package') readNamed(feature, 'PyPI')
  else if (name === 'npm-package' || name === 'npm-packages') readNamed(feature, 'npm')
}

interface Feature {
  readonly name: string
  readonly options: TreeValue
  readonly keyOffset: number
  readonly pipeline: Pipeline
}

/** devcontainers/features, `src/python`: `toolsToInstall` is a list with commas, JupyterLab has a switch and a version. */
function readPython(feature: Feature): void {
  const tools = get(feature.options, 'toolsToInstall')
  if (tools?.kind === 'scalar' && typeof tools.value === 'string')
    for (const word of listed(tools, feature.pipeline)) recordPythonPackage(word, settingOf(feature))
  const wanted = get(feature.options, 'installJupyterlab')
  if (wanted?.kind === 'scalar' && (wanted.value === true || wanted.value === 'true'))
    record(feature, 'PyPI', 'jupyterlab', get(feature.options, 'jupyterlabVersion') ?? wanted)
}

/** devcontainers-extra, `pipx-package` and `npm-package`: options `package` and `version`. */
function readNamed(feature: Feature, ecosystem: 'PyPI' | 'npm'): void {
  const name = get(feature.options, 'package') ?? get(feature.options, 'packages')
  if (name?.kind !== 'scalar' || typeof name.value !== 'string') return
  if (ecosystem === 'PyPI' && /[=<>~!]/.test(name.value))
    return void recordPythonPackage(literalWord(scalarText(feature.pipeline.text, name)), settingOf(feature))
  for (const word of listed(name, feature.pipeline)) {
    const scope = word.text.startsWith('@') ? 1 : 0
    const at = word.text.indexOf('@', scope)
    const own = at < 0 ? undefined : word.text.slice(at + 1)
    record(
      feature,
      ecosystem,
      at < 0 ? word.text : word.text.slice(0, at),
      get(feature.options, 'version') ?? name,
      own,
    )
  }
}

function record(
  { name: feature, pipeline, keyOffset }: Feature,
  ecosystem: 'PyPI' | 'npm',
  name: string,
  place: TreeValue,
  own?: string,
): void {
  const written = own ?? (string(place) === name ? undefined : string(place))
  const site = stepSite(around(feature), pipeline)
  pipeline.recorder.add({
    ecosystem,
    name,
    version: versionOf(written),
    origin: { kind: 'registry' },
    role: 'installs',
    scope: site.scope,
    groups: site.groups,
    direct: 'yes',
    location: site.locate(place.kind === 'scalar' ? place.offset : keyOffset),
    text: written === undefined ? name : `${name} ${written}`,
    integrity: [],
  })
}

/** `latest` and `os-provided` are whatever is there on the day. */
function versionOf(written: string | undefined): VersionClaim {
  return written !== undefined && /^v?\d+(?:\.[\w+-]+)+$/.test(written)
    ? { kind: 'exact', version: written.replace(/^v/, '') }
    : { kind: 'any' }
}

function settingOf({ name, pipeline }: Feature): InstallSetting {
  const site = stepSite(around(name), pipeline)
  return { site, index: undefined, scope: site.scope, groups: site.groups }
}

function around(feature: string): Parameters<typeof stepSite>[0] {
  return { groups: [`feature:${feature}`], directory: undefined, environment: new Map() }
}

/** The words of a list with commas. */
function listed(scalar: TreeScalar, { text }: Pipeline): readonly ShellWord[] {
  const whole = scalarText(text, scalar)
  return [...whole.text.matchAll(/[^\s,]+/g)].map(({ 0: word, index }) =>
    literalWord(slicePart(whole, index, index + word.length)),
  )
}

import type { Component } from '../../model/component.ts'
import type { Remedy } from '../../model/finding.ts'

/**
 * A command or an edit to paste that raises the component to `version`, for the tool whose file fixed the version.
 * Undefined when name or version hold anything that a shell or a file could take for something else: names come from
 * hostile files, and what we print is pasted into terminals.
 */
export function upgradeRemedy(component: Component, version: string): Remedy | undefined {
  if (!isPlain(component) || !PLAIN_VERSION.test(version)) return undefined
  const path = component.evidence[0]?.location.path ?? ''
  const file = path.slice(path.lastIndexOf('/') + 1)
  const tool = TOOLS[component.ecosystem].find(({ files }) => files.test(file))
  return tool?.upgrade({ component, name: component.name, version })
}

/** A command that takes the component out. Undefined in the same cases. */
export function removeRemedy(component: Component): Remedy | undefined {
  if (!isPlain(component)) return undefined
  if (component.ecosystem === 'conda') return run(`conda remove ${component.name}`)
  if (component.ecosystem === 'PyPI') return run(`pip uninstall ${component.name}`)
  return component.direct === 'yes' ? run(`npm uninstall ${component.name}`) : undefined
}

interface Target {
  readonly component: Component
  readonly name: string
  readonly version: string
}

interface Tool {
  /** Over the name of the file. */
  readonly files: RegExp
  readonly upgrade: (target: Target) => Remedy
}

const PLAIN_VERSION = /^[0-9a-z][0-9a-z.!+_-]*$/i
const PLAIN_NAMES = {
  PyPI: /^[a-z0-9][a-z0-9._-]*$/i,
  conda: /^[a-z0-9_][a-z0-9._-]*$/i,
  npm: /^(?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*$/i,
} as const

function isPlain({ ecosystem, name }: Component): boolean {
  return PLAIN_NAMES[ecosystem].test(name)
}

/** Overrides stand in the manifest, not in the lock. */
const MANIFEST = 'package.json'

/** The first that fits; the last of each fits always. */
const TOOLS: Readonly<Record<Component['ecosystem'], readonly Tool[]>> = {
  PyPI: [
    { files: /^uv\.lock$/, upgrade: direct(uvAdd, uvUpgrade) },
    { files: /\.py\.lock$/, upgrade: uvUpgrade },
    { files: /^poetry\.lock$/, upgrade: poetry },
    {
      files: /^pdm\.lock$/,
      upgrade: direct(
        ({ name, version }) => run(`pdm add '${name}>=${version}'`),
        ({ name }) => run(`pdm update ${name}`),
      ),
    },
    { files: /^Pipfile/, upgrade: ({ name, version }) => run(`pipenv upgrade '${name}>=${version}'`) },
    {
      files: /^pixi\./,
      upgrade: direct(
        ({ name, version }) => run(`pixi add --pypi '${name}>=${version}'`),
        ({ name }) => run(`pixi update ${name}`),
      ),
    },
    { files: /^pyproject\.toml$/, upgrade: (target) => write(target, `"${requirement(target)}"`) },
    { files: /\.ya?ml$/, upgrade: (target) => write(target, `- ${requirement(target)}`) },
    { files: /\.(?:txt|in|cfg)$/, upgrade: (target) => write(target, requirement(target)) },
    { files: /\.ipynb$/, upgrade: (target) => write(target, `%pip install '${target.name}>=${target.version}'`) },
    { files: /dockerfile|containerfile/i, upgrade: (target) => write(target, requirement(target)) },
    { files: /(?:)/, upgrade: ({ name, version }) => run(`pip install --upgrade '${name}>=${version}'`) },
  ],
  npm: [
    {
      files: /^yarn\.lock$/,
      upgrade: direct(
        (target) => run(`yarn add${dev(target)} ${pinned(target)}`),
        (target) => write(target, `"resolutions": { "${target.name}": "${target.version}" }`, MANIFEST),
      ),
    },
    {
      files: /^pnpm-lock\.yaml$/,
      upgrade: direct(
        (target) => run(`pnpm add${dev(target)} ${pinned(target)}`),
        (target) => write(target, `"pnpm": { ${overrides(target)} }`, MANIFEST),
      ),
    },
    {
      files: /^bun\.lockb?$/,
      upgrade: direct(
        (target) => run(`bun add${dev(target)} ${pinned(target)}`),
        (target) => write(target, `"overrides": { "${target.name}": "${target.version}" }`, MANIFEST),
      ),
    },
    { files: /^deno\./, upgrade: (target) => run(`deno add npm:${pinned(target)}`) },
    { files: /^package\.json$/, upgrade: (target) => write(target, `"${target.name}": "^${target.version}"`) },
    {
      files: /(?:)/,
      upgrade: direct(
        (target) => run(`npm install${dev(target)} ${pinned(target)}`),
        (target) => write(target, overrides(target), MANIFEST),
      ),
    },
  ],
  conda: [
    { files: /\.ya?ml$/, upgrade: (target) => write(target, `- ${target.name}>=${target.version}`) },
    { files: /(?:)/, upgrade: ({ name, version }) => run(`conda install '${name}>=${version}'`) },
  ],
}

function run(command: string): Remedy {
  return { command }
}

/** An edit of the file that fixed the version, or of the one beside it that is named. */
function write({ component }: Target, edit: string, beside?: string): Remedy {
  const path = component.evidence[0]?.location.path ?? ''
  return { edit, file: beside === undefined ? path : path.slice(0, path.lastIndexOf('/') + 1) + beside }
}

/** What a project asks for itself is raised where it is asked for; what others bring in is overridden. */
function direct(asked: Tool['upgrade'], broughtIn: Tool['upgrade']): Tool['upgrade'] {
  return (target) => (target.component.direct === 'yes' ? asked(target) : broughtIn(target))
}

/** Raises the requirement in pyproject.toml and the lock together: the lock alone cannot leave what the manifest allows. */
function uvAdd({ component, name, version }: Target): Remedy {
  const extra = onlyGroup(component, 'extra')
  const group = onlyGroup(component, 'group')
  const option = extra !== undefined ? ` --optional ${extra}` : group !== undefined ? ` --group ${group}` : ''
  return run(`uv add${component.scope === 'runtime' ? '' : option} '${name}>=${version}'`)
}

function uvUpgrade({ name, version }: Target): Remedy {
  return run(`uv lock --upgrade-package ${name}==${version}`)
}

/** `poetry update` takes no version: for a transitive package it goes as far as the constraints let it. */
function poetry({ component, name, version }: Target): Remedy {
  if (component.direct !== 'yes') return run(`poetry update ${name}`)
  const group = onlyGroup(component, 'group')
  return run(`poetry add${group === undefined ? '' : ` --group ${group}`} '${name}>=${version}'`)
}

/** The one dependency group or extra that asks for it; undefined when none or several do, or its name is not plain. */
function onlyGroup(component: Component, kind: 'group' | 'extra'): string | undefined {
  const names = component.groups.flatMap((label) => /^(group|extra):([a-z0-9_-]+)$/i.exec(label) ?? [])
  return names.length === 3 && names[1] === kind ? names[2] : undefined
}

/** A pin stays a pin, and the extras that stand there stay. */
function requirement({ component, name, version }: Target): string {
  return `${name}${extrasOf(component)}${component.version.kind === 'exact' ? '==' : '>='}${version}`
}

function pinned({ name, version }: Target): string {
  return `${name}@${version}`
}

function dev({ component }: Target): string {
  return component.scope === 'development' ? ' -D' : ''
}

/** Only the version found is replaced: another major version elsewhere in the tree stays what it is. */
function overrides({ component, name, version }: Target): string {
  const found = component.version.kind === 'exact' ? component.version.version : ''
  const selector = PLAIN_VERSION.test(found) ? `${name}@${found}` : name
  return `"overrides": { "${selector}": "${version}" }`
}

/** `[default,serve]` of `required as ray[default,serve]==2.6.3`; empty when there are none or they are not plain. */
function extrasOf({ evidence }: Component): string {
  return (
    /^[a-z ]+ [a-z0-9._-]+(\[[a-z0-9][a-z0-9._-]*(?:,[a-z0-9][a-z0-9._-]*)*\])/i.exec(evidence[0]?.note ?? '')?.[1] ??
    ''
  )
}

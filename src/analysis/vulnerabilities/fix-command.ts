import type { Component } from '../../model/component.ts'

/**
 * A command or an edit to paste that raises the component to `version`, for the tool whose file fixed the version.
 * Undefined when name or version hold anything that a shell or a file could take for something else: names come from
 * hostile files, and what we print is pasted into terminals.
 */
export function upgradeCommand(component: Component, version: string): string | undefined {
  if (!isPlain(component) || !PLAIN_VERSION.test(version)) return undefined
  const path = component.evidence[0]?.location.path ?? ''
  const file = path.slice(path.lastIndexOf('/') + 1)
  const tool = TOOLS[component.ecosystem].find(({ files }) => files.test(file))
  return tool?.upgrade({ component, name: component.name, version })
}

/** A command that takes the component out. Undefined in the same cases. */
export function removeCommand(component: Component): string | undefined {
  if (!isPlain(component)) return undefined
  if (component.ecosystem === 'npm') return component.direct === 'yes' ? `npm uninstall ${component.name}` : undefined
  return component.ecosystem === 'conda' ? `conda remove ${component.name}` : `pip uninstall ${component.name}`
}

interface Target {
  readonly component: Component
  readonly name: string
  readonly version: string
}

interface Tool {
  /** Over the name of the file. */
  readonly files: RegExp
  readonly upgrade: (target: Target) => string
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

/** The first that fits; the last of each fits always. */
const TOOLS: Readonly<Record<Component['ecosystem'], readonly Tool[]>> = {
  PyPI: [
    {
      files: /^uv\.lock$|\.py\.lock$/,
      upgrade: ({ name, version }) => `uv lock --upgrade-package ${name}==${version}`,
    },
    { files: /^poetry\.lock$/, upgrade: poetry },
    {
      files: /^pdm\.lock$/,
      upgrade: direct(
        ({ name, version }) => `pdm add '${name}>=${version}'`,
        ({ name }) => `pdm update ${name}`,
      ),
    },
    { files: /^Pipfile/, upgrade: ({ name, version }) => `pipenv upgrade '${name}>=${version}'` },
    {
      files: /^pixi\./,
      upgrade: direct(
        ({ name, version }) => `pixi add --pypi '${name}>=${version}'`,
        ({ name }) => `pixi update ${name}`,
      ),
    },
    { files: /^pyproject\.toml$/, upgrade: (target) => `"${requirement(target)}"` },
    { files: /\.ya?ml$/, upgrade: (target) => `- ${requirement(target)}` },
    { files: /\.(?:txt|in|cfg)$/, upgrade: requirement },
    { files: /\.ipynb$/, upgrade: ({ name, version }) => `%pip install '${name}>=${version}'` },
    { files: /(?:)/, upgrade: ({ name, version }) => `pip install --upgrade '${name}>=${version}'` },
  ],
  npm: [
    {
      files: /^yarn\.lock$/,
      upgrade: direct(
        (target) => `yarn add${dev(target)} ${pinned(target)}`,
        (target) => `"resolutions": { "${target.name}": "${target.version}" }`,
      ),
    },
    {
      files: /^pnpm-lock\.yaml$/,
      upgrade: direct(
        (target) => `pnpm add${dev(target)} ${pinned(target)}`,
        (target) => `"pnpm": { ${overrides(target)} }`,
      ),
    },
    {
      files: /^bun\.lockb?$/,
      upgrade: direct(
        (target) => `bun add${dev(target)} ${pinned(target)}`,
        (target) => `"overrides": { "${target.name}": "${target.version}" }`,
      ),
    },
    { files: /^deno\./, upgrade: (target) => `deno add npm:${pinned(target)}` },
    { files: /^package\.json$/, upgrade: ({ name, version }) => `"${name}": "^${version}"` },
    { files: /(?:)/, upgrade: direct((target) => `npm install${dev(target)} ${pinned(target)}`, overrides) },
  ],
  conda: [{ files: /(?:)/, upgrade: ({ name, version }) => `conda install '${name}>=${version}'` }],
}

/** What a project asks for itself is raised where it is asked for; what others bring in is overridden. */
function direct(asked: Tool['upgrade'], broughtIn: Tool['upgrade']): Tool['upgrade'] {
  return (target) => (target.component.direct === 'yes' ? asked(target) : broughtIn(target))
}

/** `poetry update` takes no version: for a transitive package it goes as far as the constraints let it. */
function poetry({ component, name, version }: Target): string {
  if (component.direct !== 'yes') return `poetry update ${name}`
  const [group, ...others] = component.groups.flatMap((label) => /^group:([a-z0-9_-]+)$/i.exec(label)?.[1] ?? [])
  const option = group === undefined || others.length > 0 ? '' : ` --group ${group}`
  return `poetry add${option} '${name}>=${version}'`
}

/** A pin stays a pin. */
function requirement({ component, name, version }: Target): string {
  return `${name}${component.version.kind === 'exact' ? '==' : '>='}${version}`
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

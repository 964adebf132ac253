import { compareText } from '../../base/compare.ts'
import type { ReleaseFile } from '../../scan/sources/registry/release.ts'

/**
 * Which artefacts of a release are opened. `all`: every one. `installable`: what an installer would take on this machine, and the
 * source archive; numpy has some seventy wheels of 15 MB.
 */
export type ArtefactChoice = 'all' | 'installable'

/** The artefacts to open, by name, and the names of the others: they are not looked at, which the assessment says. */
export interface ChosenArtefacts {
  readonly files: readonly ReleaseFile[]
  readonly leftOut: readonly string[]
}

/** What is installed on: Node's names of platform and processor. */
export interface Machine {
  readonly platform: string
  readonly architecture: string
}

/** Chooses by the tags in the names of wheels (PEP 425, 600, 656, 738); everything else of a release is always opened. */
export function chooseArtefacts(
  files: readonly ReleaseFile[],
  choice: ArtefactChoice,
  machine: Machine,
): ChosenArtefacts {
  const opened = files.filter(({ kind }) => kind !== 'metadata').toSorted((a, b) => compareText(a.name, b.name))
  if (choice === 'all') return { files: opened, leftOut: [] }
  const wheels = opened.filter(({ kind }) => kind === 'wheel')
  const pure = wheels.filter(({ name }) => tagsOf(name)?.platforms.includes('any') ?? true)
  const own = wheels.filter(({ name }) => tagsOf(name)?.platforms.some((tag) => fits(tag, machine)) ?? false)
  const best = own.toSorted((a, b) => pythonOf(b.name) - pythonOf(a.name) || compareText(a.name, b.name)).slice(0, 1)
  // Where no wheel fits an installer builds the source archive; a release of foreign wheels only is opened at its first.
  const taken = pure.length + best.length > 0 ? [...pure, ...best] : wheels.slice(0, 1)
  const isTaken = (file: ReleaseFile): boolean =>
    file.kind === 'wheel' ? taken.includes(file) : file.kind !== 'installer' && file.kind !== 'egg'
  return { files: opened.filter(isTaken), leftOut: opened.filter((file) => !isTaken(file)).map(({ name }) => name) }
}

interface WheelTags {
  readonly python: string
  readonly platforms: readonly string[]
}

function tagsOf(name: string): WheelTags | undefined {
  const parts = name.replace(/\.whl$/i, '').split('-')
  if (parts.length < 5) return undefined
  return { python: parts.at(-3) ?? '', platforms: (parts.at(-1) ?? '').toLowerCase().split('.') }
}

function fits(tag: string, { platform, architecture }: Machine): boolean {
  const machines: Readonly<Record<string, RegExp>> = {
    x64: /_(?:x86_64|amd64|universal2|intel)$/,
    arm64: /_(?:aarch64|arm64|universal2)$/,
    ia32: /_(?:i686|win32)$|^win32$/,
  }
  const systems: Readonly<Record<string, RegExp>> = {
    linux: /^(?:many|musl)?linux/,
    darwin: /^macosx_/,
    win32: /^win/,
  }
  return systems[platform]?.test(tag) === true && machines[architecture]?.test(tag) === true && !tag.startsWith('musl')
}

/** `cp313` -> 313, `cp39` -> 309, `py3` -> 300. Free-threaded and abi3 builds say the same of the Python. */
function pythonOf(name: string): number {
  const [, major = '0', minor = '0'] = /^\D+(\d)(\d*)/.exec(tagsOf(name)?.python ?? '') ?? []
  return Number(major) * 100 + Number(minor)
}

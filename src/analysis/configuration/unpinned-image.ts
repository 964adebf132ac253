import { dockerfile, type DockerInstruction } from '../../formats/dockerfile.ts'
import type { Observation } from '../../model/finding.ts'
import { at, type Location } from '../../model/location.ts'
import type { FileRule } from '../../model/rule.ts'
import { isLocalAddress } from './code/download.ts'
import { toldOnce } from './told-once.ts'
import { listed, placed, reported, shown } from './report.ts'

/** An image is built on something that can be another thing tomorrow. */
export const unpinnedImage: FileRule = {
  id: 'configuration/unpinned-image',
  title: 'An image is built on a tag that can be moved, or on a file from the network.',
  severity: 'low',
  why: 'A tag is a name that its owner moves with every release, `latest` most of all: two builds of the same Dockerfile differ, and whoever can push to the repository of the base image is in the next one. What ADD fetches is unpacked and used without a check.',
  fix: 'Name the digest behind the tag (`docker buildx imagetools inspect` prints it); give ADD a --checksum.',
  references: [
    'https://docs.docker.com/build/building/best-practices/',
    'https://docs.docker.com/reference/dockerfile/',
    'https://cwe.mitre.org/data/definitions/494.html',
  ],
  files: [
    '**/{Dockerfile,dockerfile,Containerfile}',
    '**/{Dockerfile,Containerfile}.*',
    '**/*.{Dockerfile,dockerfile,Containerfile,containerfile}',
  ],
  async *inspect(file) {
    const nothing = { instructions: [], place: (): Location => ({ path: file.path }) }
    const { instructions, place } = await toldOnce<Read>(file, 'configuration/image', nothing, async () => {
      const read = await file.read(dockerfile)
      return {
        instructions: read.instructions,
        place: (offset) => {
          const { line, column } = read.lines.position(offset)
          return at(file.path, line, column)
        },
      }
    })
    const bases = basesOf(instructions).filter(({ image }) => !/@sha256:[0-9a-f]{64}/i.test(image))
    const moving = bases.filter(({ image }) => isMoving(image))
    if (moving.length > 0) yield onBases(file.path, moving, place, 'moving')
    else if (bases.length > 0) yield onBases(file.path, bases, place, 'tagged')
    yield* additions(instructions).map((one) => onAddition(file.path, one, place))
  },
}

interface Read {
  readonly instructions: readonly DockerInstruction[]
  readonly place: (offset: number) => Location
}

interface Base {
  readonly image: string
  readonly offset: number
}

/** Images of FROM that are neither a stage above, nor empty, nor put together from an argument without a default. */
function basesOf(instructions: readonly DockerInstruction[]): readonly Base[] {
  const stages = new Set<string>(['scratch'])
  const defaults = new Map<string, string>()
  return instructions.flatMap(({ keyword, arguments: text }) => {
    if (keyword === 'ARG') {
      const [, name = '', value = ''] = /^(\w{1,100})=["']?([^\s"']{1,300})/.exec(text.text) ?? []
      if (name !== '') defaults.set(name, value)
    }
    if (keyword !== 'FROM') return []
    const [written = '', as = '', name = ''] = text.text.trim().split(/\s+/, 3)
    const image = written.replace(/\$\{?(\w{1,100})\}?/g, (whole, variable: string) => defaults.get(variable) ?? whole)
    const isStage = stages.has(image.toLowerCase())
    if (as.toLowerCase() === 'as') stages.add(name.toLowerCase())
    return isStage || image === '' || image.includes('$') ? [] : [{ image, offset: text.original(0) }]
  })
}

/** No tag, or one whose purpose is to move. */
function isMoving(image: string): boolean {
  const tag = /:([\w.-]+)$/.exec(image.slice(image.lastIndexOf('/') + 1))?.[1]
  return tag === undefined || /^(?:latest|edge|nightly|main|master|dev|stable|rolling)(?:[.-]|$)/i.test(tag)
}

function onBases(path: string, bases: readonly Base[], place: Read['place'], kind: 'moving' | 'tagged'): Observation {
  const images = [...new Set(bases.map(({ image }) => shown(image, 80)))]
  const [first = ''] = images
  return reported({
    severity: 'low',
    title: `${listed(images, 3)} ${images.length === 1 ? 'is' : 'are'} used ${kind === 'moving' ? 'as whatever is newest' : 'without a digest'}`,
    message:
      kind === 'moving'
        ? 'Every build may start from another image.'
        : 'The tag can be moved to another image by its owner.',
    because: 'FROM names no digest',
    confidence: kind === 'moving' ? 'high' : 'medium',
    evidence: bases.map(({ image, offset }) => placed(place(offset), `FROM ${image}`)),
    fix: {
      text: 'Name a version and the digest behind it.',
      remedy: { edit: `FROM ${first}@sha256:<digest>`, file: path },
    },
    identity: `${path} ${kind} base`,
  })
}

interface Addition {
  readonly url: string
  readonly offset: number
}

/** `ADD https://…` without --checksum; git repositories with a commit are fixed. */
function additions(instructions: readonly DockerInstruction[]): readonly Addition[] {
  return instructions.flatMap(({ keyword, arguments: text, flags }) => {
    if (keyword !== 'ADD' || flags.some(({ name }) => name === 'checksum')) return []
    const match = /\b(?:https?|ftp):\/\/[^\s"',\]]{1,500}/i.exec(text.text)
    if (match === null || isLocalAddress(match[0]) || /\.git#[0-9a-f]{40}\b/i.test(match[0])) return []
    return [{ url: match[0], offset: text.original(match.index) }]
  })
}

function onAddition(path: string, { url, offset }: Addition, place: Read['place']): Observation {
  const isPlain = !/^https:/i.test(url)
  return reported({
    severity: isPlain ? 'high' : 'low',
    title: 'ADD fetches a file without a check of its hash',
    message: `${shown(url)} becomes part of the image as the server sends it${isPlain ? ', over an unencrypted connection on which anyone can answer' : ''}.`,
    because: 'ADD has an address and no --checksum',
    evidence: [placed(place(offset), `ADD ${url}`)],
    fix: {
      text: 'Give ADD the hash of the file.',
      remedy: { edit: `ADD --checksum=sha256:<hash> ${shown(url.replace(/^http:/i, 'https:'), 200)}`, file: path },
    },
    identity: `${path} ADD ${shown(url.split(/[?#]/, 1)[0] ?? '', 200)}`,
  })
}

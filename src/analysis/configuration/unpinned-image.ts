import { dockerfile, type DockerInstruction } from '../../formats/dockerfile.ts'
import type { Observation } from '../../model/finding.ts'
import { at, type Location } from '../../model/location.ts'
import type { FileRule } from '../../model/rule.ts'
import { isLocalAddress } from './code/download.ts'
import { isKaggleKernel } from './code/kaggle-kernel.ts'
import { SERVICE_IMAGE_FILES, type ServiceImage, serviceImages } from './code/service-images.ts'
import { toldOnce } from './told-once.ts'
import { listed, placed, reported, shown } from './report.ts'

/** An image is built on something that can be another thing tomorrow. */
export const unpinnedImage: FileRule = {
  id: 'configuration/unpinned-image',
  title: 'A container is built on or started from a tag that can be moved, or a file from the network.',
  severity: 'low',
  why: 'A tag is a name that its owner moves with every release, `latest` most of all: two builds of the same Dockerfile differ, and whoever can push to the repository of the base image is in the next one; the same is true of the images of services and of jobs. What ADD fetches is unpacked and used without a check.',
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
    ...SERVICE_IMAGE_FILES,
  ],
  async *inspect(file) {
    if (isServiceFile(file.path)) {
      const images = await toldOnce(file, 'configuration/service-images', [], () => serviceImages(file))
      yield* onImages(file.path, images, isKaggleKernel(file.path) ? 'docker_image:' : 'image:')
      return
    }
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
    const bases = basesOf(instructions).map(({ image, offset }) => ({ image, location: place(offset) }))
    yield* onImages(file.path, bases, 'FROM')
    yield* additions(instructions).map((one) => onAddition(file.path, one, place))
  },
}

function isServiceFile(path: string): boolean {
  return /\.(?:ya?ml|json)$/.test(path) && !/(?:^|\/)(?:Dockerfile|Containerfile)\.[^/]*$/.test(path)
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

/** What stands before the name of an image. */
type ImageWord = 'FROM' | 'image:' | 'docker_image:'

/** Those that move, or, where none does, those with a tag and no digest. */
function onImages(path: string, all: readonly ServiceImage[], word: ImageWord): readonly Observation[] {
  const open = all.filter(({ image }) => !/@sha256:[0-9a-f]{64}/i.test(image))
  const moving = open.filter(({ image }) => isMoving(image))
  if (open.length === 0) return []
  return [moving.length > 0 ? onGroup(path, moving, 'moving', word) : onGroup(path, open, 'tagged', word)]
}

function onGroup(
  path: string,
  group: readonly ServiceImage[],
  kind: 'moving' | 'tagged',
  word: ImageWord,
): Observation {
  const images = [...new Set(group.map(({ image }) => shown(image, 80)))]
  const [first = ''] = images
  const every = word === 'FROM' ? 'Every build' : 'Every start'
  return reported({
    severity: 'low',
    title: `${listed(images, 3)} ${images.length === 1 ? 'is' : 'are'} used ${kind === 'moving' ? 'as whatever is newest' : 'without a digest'}`,
    message:
      kind === 'moving'
        ? `${every} may begin with another image.`
        : 'The tag can be moved to another image by its owner.',
    because: `${word} names no digest`,
    confidence: kind === 'moving' ? 'high' : 'medium',
    evidence: group.map(({ image, location }) => placed(location, `${word} ${image}`)),
    fix: {
      text: 'Name a version and the digest behind it.',
      remedy: { edit: `${word} ${first}@sha256:<digest>`, file: path },
    },
    identity: `${path} ${kind} ${word === 'FROM' ? 'base' : 'image'}`,
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

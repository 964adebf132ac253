import type { Format } from '../../../base/bytes.ts'
import { json, jsonc } from '../../../formats/json.ts'
import { entries, get, items, string, type Tree, type TreeScalar, type TreeValue } from '../../../formats/tree.ts'
import { yamlDocument } from '../../../formats/yaml.ts'
import { at, type Location } from '../../../model/location.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import { isKaggleKernel, KAGGLE_KERNEL_FILE } from './kaggle-kernel.ts'
import { WORKFLOW_FILES } from './workflow.ts'

/** An image that a file has somebody start a container from. */
export interface ServiceImage {
  readonly image: string
  readonly location: Location
}

const COMPOSE = /(?:^|\/)(?:docker-compose|compose)[^/]*\.ya?ml$/
const DEVCONTAINER = /(?:^|\/)\.?devcontainer\.json$/
const GITLAB = /(?:^|\/)(?:\.gitlab-ci|[^/]*\.gitlab-ci)\.ya?ml$/

/** Compose files, devcontainers, kernels of Kaggle, the containers and services of GitHub workflows and of GitLab pipelines. */
export const SERVICE_IMAGE_FILES: readonly string[] = [
  '**/{docker-compose,compose}*.{yml,yaml}',
  '**/{devcontainer,.devcontainer}.json',
  '**/.gitlab-ci.{yml,yaml}',
  '**/*.gitlab-ci.{yml,yaml}',
  KAGGLE_KERNEL_FILE,
  ...WORKFLOW_FILES,
]

/** The images of such a file; one of which only the run can tell the name is none. Throws what its format throws. */
export async function serviceImages(file: ScannedFile): Promise<readonly ServiceImage[]> {
  const tree = await file.read(formatOf(file.path))
  return namesIn(file.path, tree).flatMap((value) => {
    const image = withDefaults(value.source).trim()
    if (image === '' || image.includes('$') || /\s/.test(image)) return []
    const { line, column } = tree.lines.position(value.offset)
    return [{ image, location: at(file.path, line, column) }]
  })
}

function formatOf(path: string): Format<Tree> {
  if (isKaggleKernel(path)) return json
  return DEVCONTAINER.test(path) ? jsonc : yamlDocument
}

function namesIn(path: string, { root }: Tree): readonly TreeScalar[] {
  if (isKaggleKernel(path)) return texts(get(root, 'docker_image'))
  if (DEVCONTAINER.test(path)) return texts(get(root, 'image'))
  if (COMPOSE.test(path))
    // With `build` the name is given to what is built.
    return entries(get(root, 'services')).flatMap(({ value }) =>
      get(value, 'build') === undefined ? texts(get(value, 'image')) : [],
    )
  const holders = GITLAB.test(path) ? [root, ...entries(root).map(({ value }) => value)] : []
  return holders.length > 0
    ? holders.flatMap(ofGitlab)
    : entries(get(root, 'jobs')).flatMap(({ value }) => ofJob(value))
}

/** `container: image` or `{image}`, `services: {name: {image}}`. */
function ofJob(job: TreeValue): readonly TreeScalar[] {
  const container = get(job, 'container')
  const services = entries(get(job, 'services')).flatMap(({ value }) => texts(get(value, 'image')))
  return [...texts(container?.kind === 'object' ? get(container, 'image') : container), ...services]
}

/** `image: name` or `{name}`, `services: [name, {name}]`. */
function ofGitlab(holder: TreeValue): readonly TreeScalar[] {
  const all = [get(holder, 'image'), ...items(get(holder, 'services'))]
  return all.flatMap((one) => texts(one?.kind === 'object' ? get(one, 'name') : one))
}

function texts(value: TreeValue | undefined): readonly TreeScalar[] {
  return value?.kind === 'scalar' && string(value) !== undefined ? [value] : []
}

/** `${TAG:-latest}` is what it is where nobody says otherwise. */
function withDefaults(image: string): string {
  return image.slice(0, 500).replace(/\$\{\w{1,100}:?-([^${}]{0,200})\}/g, '$1')
}

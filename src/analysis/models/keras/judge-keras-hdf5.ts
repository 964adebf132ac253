import { excerpt } from '../../../base/escape.ts'
import type { Limits } from '../../../base/limits.ts'
import type { Hdf5, Hdf5Attribute, Hdf5Dataset, Hdf5Link } from '../../../formats/hdf5/model.ts'
import { pathEscape } from '../file-reference.ts'
import { type ModelObservation, observeAnomalies } from '../observation.ts'
import { HDF5_BREACHES } from './hdf5-breaches.ts'
import { judgeEmbeddedConfig } from './judge-keras-config.ts'

/** What an HDF5 model file does when Keras loads it: the configurations in its attributes, files it reaches for, sizes. Pure. */
export function judgeKerasHdf5(file: Hdf5, limits: Limits): readonly ModelObservation[] {
  return [
    ...file.attributes.flatMap((attribute) => judgeAttribute(attribute, limits)),
    ...firstOfEach(file.links.flatMap(judgeLink)),
    ...firstOfEach(file.datasets.flatMap(judgeDataset)),
    ...observeAnomalies(file.breaches, HDF5_BREACHES),
  ]
}

/** Keras reads these two; other attributes are judged when they look like a configuration. */
const CONFIG_NAMES = new Set(['model_config', 'training_config'])

function judgeAttribute({ path, name, text, byte }: Hdf5Attribute, limits: Limits): readonly ModelObservation[] {
  if (!CONFIG_NAMES.has(name) && !/^\s*[[{][^]{0,500}"class_name"/.test(text)) return []
  return judgeEmbeddedConfig(text, { byte, inside: `${path}@${excerpt(name, 80)}` }, limits)
}

function judgeLink(link: Hdf5Link): readonly ModelObservation[] {
  if (link.kind === 'soft') return []
  if (link.kind === 'user-defined')
    return [
      fileObservation(
        'hdf5/user-link',
        'medium',
        `An HDF5 link is of a kind that plug-ins define: ${excerpt(link.target, 80)}`,
        link.path,
        link.byte,
      ),
    ]
  const severity = pathEscape(link.file) === undefined ? 'medium' : 'high'
  return [
    fileObservation(
      'hdf5/external-link',
      severity,
      `The HDF5 model opens another file: ${excerpt(link.file, 120)}`,
      link.path,
      link.byte,
    ),
  ]
}

function judgeDataset(dataset: Hdf5Dataset): readonly ModelObservation[] {
  const { path, files, layout, byte, plugins } = dataset
  const outside = files.map((name) => {
    const severity = pathEscape(name) === undefined ? 'medium' : 'high'
    const how = layout === 'virtual' ? 'takes weights from' : 'keeps weights in'
    return fileObservation(
      layout === 'virtual' ? 'hdf5/virtual-dataset' : 'hdf5/external-storage',
      severity,
      `The HDF5 model ${how} another file: ${excerpt(name, 120)}`,
      path,
      byte,
    )
  })
  return [...outside, ...(isBomb(dataset) ? [bomb(dataset)] : []), ...(plugins.length > 0 ? [plugin(dataset)] : [])]
}

function fileObservation(
  id: string,
  severity: ModelObservation['severity'],
  title: string,
  path: string,
  byte: number,
): ModelObservation {
  return {
    id,
    severity,
    title,
    why: 'The library opens the file by itself, with the rights of the process, as soon as the member is read. What is in it becomes a weight, from where it can be read again.',
    where: { byte, inside: excerpt(path, 300) },
    cwe: 'CWE-73',
    atlas: 'AML.T0011.000',
    // The check for the first did not know virtual datasets.
    cve: [id === 'hdf5/virtual-dataset' ? 'CVE-2026-12480' : 'CVE-2026-1669'],
    fix: 'Do not load the model; ask for one whose weights stand in the file, or convert it to safetensors.',
  }
}

/** A tebibyte: no single weight of a published model comes near. */
const LARGEST_DATASET = 2n ** 40n

function isBomb({ shape, elementBytes }: Hdf5Dataset): boolean {
  return shape.reduce((product, size) => product * size, 1n) * BigInt(elementBytes) > LARGEST_DATASET
}

function bomb({ path, shape, byte }: Hdf5Dataset): ModelObservation {
  return {
    id: 'hdf5/shape-bomb',
    severity: 'high',
    title: `An HDF5 dataset claims an impossible size: ${shape.join(' × ').slice(0, 100)}`,
    why: 'The extent is free to state, because nothing needs to be stored; reading it allocates all of it and ends the program.',
    where: { byte, inside: excerpt(path, 300) },
    cwe: 'CWE-789',
    atlas: 'AML.T0029',
    cve: ['CVE-2026-0897'],
    fix: 'Do not load the model.',
  }
}

function plugin({ path, plugins, byte }: Hdf5Dataset): ModelObservation {
  return {
    id: 'hdf5/plugin-filter',
    severity: 'low',
    title: `An HDF5 dataset needs filter plug-ins: ${plugins.join(', ').slice(0, 80)}`,
    why: 'The library loads a native library for each from its plug-in folder.',
    where: { byte, inside: excerpt(path, 300) },
    cwe: 'CWE-829',
    atlas: 'AML.T0011.000',
    fix: 'Install the plug-in from a source you trust, or ask for a file without it.',
  }
}

/** Weights come by the hundred: one observation per file they reach for. */
function firstOfEach(observations: readonly ModelObservation[]): readonly ModelObservation[] {
  const first = new Map<string, ModelObservation>()
  for (const observation of observations) {
    const key = `${observation.id} ${observation.title}`
    if (!first.has(key)) first.set(key, observation)
  }
  return [...first.values()]
}

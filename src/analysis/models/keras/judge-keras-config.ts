import { FormatError, LimitError } from '../../../base/errors.ts'
import { excerpt } from '../../../base/escape.ts'
import type { Limits } from '../../../base/limits.ts'
import { byteOffsets } from '../../../formats/byte-offsets.ts'
import { json } from '../../../formats/json.ts'
import { decodeText } from '../../../formats/text.ts'
import { kept } from '../kept.ts'
import type { ModelObservation } from '../observation.ts'
import { type KerasPlace, walkConfig } from './config-walk.ts'
import { judgeEntry } from './entries.ts'
import type { KerasFinding } from './finding.ts'
import { judgeObject } from './objects.ts'
import { strictJson } from './python-json.ts'

/** A configuration can repeat one trick a million times; a report cannot. */
const MOST_OF_A_KIND = 50

/**
 * What a Keras configuration makes a loader do: `config.json` of a .keras file, `model_config` and `training_config` of an
 * HDF5 file, Keras metadata of a SavedModel. Every object in it is judged, at any depth and under any key; what it says of
 * its own version or of safe mode is not believed. `baseByte` is added to the places. Throws FormatError for what is no
 * JSON and LimitError beyond the limits.
 */
export function judgeKerasConfig(bytes: Uint8Array, limits: Limits, baseByte = 0): readonly ModelObservation[] {
  const text = decodeText(bytes)
  const { root } = json.parse(Buffer.from(strictJson(text)), limits)
  const byteOf = byteOffsets(text, bytes.length)
  const found = kept<ModelObservation>(MOST_OF_A_KIND)
  const add = (findings: readonly KerasFinding[], place: KerasPlace, name?: string): void => {
    for (const finding of findings) {
      found.add({ ...finding, atlas: 'AML.T0011.000', where: whereOf(baseByte + byteOf(place.offset), place, name) })
    }
  }
  walkConfig(root, {
    object: (object) => add(judgeObject(object), object.place, object.name),
    entry: (key, value, owner, place) => add(judgeEntry(key, value, owner), place, owner?.name),
    duplicateKey: (_, place) => add([DUPLICATE_KEY], place),
  })
  const dropped = found.dropped()
  return dropped === 0 ? found.list : [...found.list, truncated(dropped)]
}

/**
 * The same for a configuration that stands in a larger file: an attribute of HDF5, metadata of a SavedModel. One that cannot
 * be read is an observation, so that the rest of the file is still judged.
 */
export function judgeEmbeddedConfig(
  text: string,
  place: { readonly byte: number; readonly inside: string },
  limits: Limits,
): readonly ModelObservation[] {
  try {
    return judgeKerasConfig(Buffer.from(text), limits, place.byte).map((found) => ({
      ...found,
      where: { ...found.where, inside: `${place.inside}: ${found.where.inside ?? ''}` },
    }))
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    return [unreadable(error.message, place)]
  }
}

function unreadable(reason: string, where: ModelObservation['where']): ModelObservation {
  return {
    id: 'keras/config-unreadable',
    severity: 'medium',
    title: 'A Keras configuration cannot be read',
    why: `What the model is made of was not inspected: ${reason}.`,
    where,
    cwe: 'CWE-20',
    atlas: 'AML.T0010.003',
    fix: 'Do not load the model; save it again.',
  }
}

function whereOf(byte: number, place: KerasPlace, name: string | undefined): ModelObservation['where'] {
  return { byte, inside: name === undefined ? place.path() : `${place.path()} (${excerpt(name, 80)})` }
}

const DUPLICATE_KEY: KerasFinding = {
  id: 'keras/duplicate-key',
  severity: 'medium',
  title: 'A key of the Keras configuration stands twice',
  why: 'Python takes the last one, other readers the first: a configuration that was reviewed may not be the one that is loaded. Both were inspected.',
  cwe: 'CWE-436',
  fix: 'Do not load the model; save it again.',
}

function truncated(count: number): ModelObservation {
  return {
    id: 'keras/more',
    severity: 'low',
    title: `${count} more observations in the Keras configuration`,
    why: `Only the first ${MOST_OF_A_KIND} of each kind are listed.`,
    where: {},
    fix: 'Do not load the model.',
  }
}

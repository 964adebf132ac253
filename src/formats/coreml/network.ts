import { excerpt } from '../../base/escape.ts'
import type { MessageRange } from '../protobuf/wire.ts'
import { children, type CoremlReading, MOST_NAMES, textAt } from './reading.ts'

/** Fields of NeuralNetwork and its layers (NeuralNetwork.proto); classifiers and regressors share them. */
const NETWORK = { layers: 1 }
const LAYER = { name: 1, custom: 500, branch: 605, loop: 615 }
const CUSTOM = { className: 10 }
const BRANCH = [1, 2]
const LOOP = [3, 4]

/** Reads the layers of a network and of the networks in its loops and branches. */
export async function readNetwork(reading: CoremlReading, network: MessageRange, inside: string): Promise<void> {
  for (const layer of await children(reading, network, NETWORK.layers)) {
    let name: string | undefined
    for (const field of await reading.wire.fields(layer)) {
      const inner = { [LAYER.branch]: BRANCH, [LAYER.loop]: LOOP }[field.number]
      if (field.wire !== 'bytes' || (field.number !== LAYER.custom && inner === undefined)) continue
      name ??= excerpt(await textAt(reading, layer, LAYER.name), 80)
      const place = `${inside}/${name}`
      if (inner !== undefined)
        for (const number of inner)
          for (const body of await children(reading, field, number)) await readNetwork(reading, body, place)
      else if (reading.classes.length < MOST_NAMES)
        reading.classes.push({
          name: await textAt(reading, field, CUSTOM.className),
          inside: place,
          byte: field.start,
        })
    }
  }
}

import type { Bom } from '../model/component.ts'
import type { Evidence } from '../model/evidence.ts'
import type { FileObservation } from './inspection.ts'

type LayerOf = (path: string) => string | undefined

/** The inventory of an image, each place with the layer that brought its file: who builds the image looks for the step, not the file. */
export function bomWithLayers(bom: Bom, layerOf: LayerOf): Bom {
  const components = bom.components.map((component) => ({
    ...component,
    evidence: component.evidence.map(placed(layerOf)),
  }))
  return { ...bom, components }
}

/** The same for what was seen in files. */
export function observationsWithLayers(
  observations: readonly FileObservation[],
  layerOf: LayerOf,
): readonly FileObservation[] {
  return observations.map(({ ruleId, observation }) => ({
    ruleId,
    observation: { ...observation, evidence: observation.evidence.map(placed(layerOf)) },
  }))
}

function placed(layerOf: LayerOf): (evidence: Evidence) => Evidence {
  return (evidence) => {
    const layer = layerOf(evidence.location.path)
    return layer === undefined ? evidence : { ...evidence, note: `${evidence.note} (${layer})` }
  }
}

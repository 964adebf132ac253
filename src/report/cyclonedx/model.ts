import type { Model } from '../../model/model.ts'
import { modelPurl } from '../model-purl.ts'
import { spdxLicense } from '../spdx-license.ts'
import { occurrence } from './occurrence.ts'

/** A model as a CycloneDX `machine-learning-model` with its model card: what its files claim, and what was seen of them. */
export function cyclonedxModel(model: Model): object {
  const { claims } = model
  const [group, name] = splitName(model)
  const licenses = [...new Set(claims.licenses.map((license) => license.toWellFormed()))].map(licenseChoice)
  return {
    type: isCertain(model) ? 'machine-learning-model' : 'file',
    'bom-ref': model.id,
    ...(group === undefined ? {} : { group }),
    name,
    ...(model.source === undefined ? {} : { version: model.source.revision, purl: modelPurl(model.source) }),
    // The schema allows one expression or any number of named licences, and no empty list.
    ...(licenses.length === 0 ? {} : { licenses }),
    ...(claims.baseModels.length === 0
      ? {}
      : {
          pedigree: {
            ancestors: claims.baseModels.map((base) => ({ type: 'machine-learning-model', name: text(base) })),
          },
        }),
    ...(isCertain(model) ? { modelCard: modelCard(model) } : {}),
    evidence: { occurrences: model.evidence.map(occurrence) },
    properties: properties(model),
  }
}

/** A pickle on its own may hold anything; a model is what a configuration, a card or a format of models speaks of. */
function isCertain({ files, architectures, modelType, remoteCode }: Model): boolean {
  const isNamed = architectures.length > 0 || modelType !== undefined || remoteCode.length > 0
  return isNamed || files.length !== 1 || !['pickle', 'joblib', 'hdf5'].includes(files[0]?.format ?? '')
}

function splitName({ name, source }: Model): readonly [string | undefined, string] {
  const shown = name === '' ? 'model' : text(name)
  const slash = source === undefined ? -1 : shown.indexOf('/')
  return slash <= 0 ? [undefined, shown] : [shown.slice(0, slash), shown.slice(slash + 1)]
}

function licenseChoice(claimed: string): object {
  const id = spdxLicense(claimed)
  return { license: { ...(id === undefined ? { name: claimed } : { id }), acknowledgement: 'declared' } }
}

function modelCard({ task, modelType, architectures, claims }: Model): object {
  const [architecture] = architectures
  const parameters = {
    ...(task === undefined ? {} : { task: text(task) }),
    ...(modelType === undefined ? {} : { architectureFamily: text(modelType) }),
    ...(architecture === undefined ? {} : { modelArchitecture: text(architecture) }),
    ...(claims.datasets.length === 0
      ? {}
      : { datasets: claims.datasets.map((name) => ({ type: 'dataset', name: text(name) })) }),
  }
  return { modelParameters: parameters }
}

function properties(model: Model): readonly object[] {
  const { claims } = model
  const single: readonly (readonly [string, string | undefined])[] = [
    ['assay:model:parameters', model.parameters],
    ['assay:model:quantization', claims.quantization],
    ['assay:model:library', model.library],
  ]
  return [
    ...single.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value: text(value) }])),
    ...model.languages.map((value) => ({ name: 'assay:model:language', value: text(value) })),
    ...model.files.map(({ path, size, format }) => ({
      name: 'assay:model:file',
      value: text(`${path} (${format}, ${size} bytes)`),
    })),
    ...model.remoteCode.map(({ loader, target }) => ({
      name: 'assay:model:remote-code',
      value: text(`${loader}: ${target}`),
    })),
  ]
}

function text(written: string): string {
  return written.toWellFormed()
}

import type { Model } from '../../model/model.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import { modelPurl } from '../model-purl.ts'
import { type ElementMaker, relationship, type SpdxElement } from './element.ts'
import { declaredLicense } from './model-2.3.ts'
import { plain } from './plain.ts'
import { claimWords, evidenceWords } from './words.ts'

/** Models with their files, and what they claim of licences, of the models they were made from and the data they saw. */
export function modelElements(result: ScanResult, make: ElementMaker, target: string): readonly SpdxElement[] {
  const parts = result.models.flatMap((model) => [modelElement(model, make), ...around(model, make)])
  const contained = result.models.map(({ id }) => modelId(make, id))
  const all = contained.length === 0 ? parts : [...parts, relationship(make, target, 'contains', contained)]
  // Two models may claim the same licence, base model or data set.
  return [...new Map(all.map((element) => [element.spdxId, element])).values()]
}

/** The name of the element of a model. */
export function modelId(make: ElementMaker, id: string): string {
  return make('ai_AIPackage', 'Model', id, {}).spdxId
}

function modelElement(model: Model, make: ElementMaker): SpdxElement {
  const kinds = [...new Set([...model.architectures, ...(model.modelType === undefined ? [] : [model.modelType])])]
  const comment = claimWords(model)
  return make('ai_AIPackage', 'Model', model.id, {
    name: plain(model.name) === '' ? 'model' : plain(model.name),
    ...(comment === '' ? {} : { comment }),
    ...(model.source === undefined
      ? {}
      : {
          software_packageVersion: plain(model.source.revision),
          software_packageUrl: modelPurl(model.source),
        }),
    software_primaryPurpose: 'model',
    software_sourceInfo: evidenceWords(model.evidence),
    ...(kinds.length === 0 ? {} : { ai_typeOfModel: kinds.map(plain) }),
    ...(model.task === undefined ? {} : { ai_informationAboutApplication: plain(model.task) }),
  })
}

const CLAIMED = { comment: 'As the files of the model claim; not checked.' }
const NO_ASSERTION = 'expandedlicensing_NoAssertionLicense'

function around(model: Model, make: ElementMaker): readonly SpdxElement[] {
  const id = modelId(make, model.id)
  const { claims } = model
  const files = model.files.map(({ path, format, size }) =>
    make('software_File', 'File', path, {
      name: plain(path),
      software_primaryPurpose: 'model',
      comment: plain(`${format}, ${size} bytes`),
    }),
  )
  const bases = claims.baseModels.map((name) =>
    make('ai_AIPackage', 'Model', `claimed ${name}`, { name: plain(name), software_primaryPurpose: 'model' }),
  )
  const datasets = claims.datasets.map((name) =>
    make('dataset_DatasetPackage', 'Dataset', name, {
      name: plain(name),
      software_primaryPurpose: 'data',
      dataset_datasetType: ['noAssertion'],
    }),
  )
  return [
    ...files,
    ...bases,
    ...datasets,
    ...joined(make, id, 'contains', files, {}),
    ...joined(make, id, 'descendantOf', bases, CLAIMED),
    ...joined(make, id, 'trainedOn', datasets, CLAIMED),
    ...licenses(model, make, id),
  ]
}

function joined(
  make: ElementMaker,
  from: string,
  word: string,
  to: readonly SpdxElement[],
  properties: Readonly<Record<string, unknown>>,
): readonly SpdxElement[] {
  const ids = [...new Set(to.map(({ spdxId }) => spdxId))]
  return ids.length === 0 ? [] : [relationship(make, from, word, ids, properties)]
}

/** Exactly one of each, as the profile for AI wants it. */
function licenses(model: Model, make: ElementMaker, id: string): readonly SpdxElement[] {
  const declared = declaredLicense(model)
  const concluded = relationship(make, id, 'hasConcludedLicense', [NO_ASSERTION])
  if (declared === undefined) return [concluded, relationship(make, id, 'hasDeclaredLicense', [NO_ASSERTION])]
  const license = make('simplelicensing_LicenseExpression', 'License', declared, {
    simplelicensing_licenseExpression: declared,
  })
  return [license, concluded, relationship(make, id, 'hasDeclaredLicense', [license.spdxId], CLAIMED)]
}

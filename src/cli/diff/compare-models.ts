import { compareText } from '../../base/compare.ts'
import type { Model } from '../../model/model.ts'
import type { ModelChange } from './comparison.ts'

/** Models that came, went or changed, by their place. */
export function compareModels(before: readonly Model[], after: readonly Model[]): readonly ModelChange[] {
  const [were, are] = [new Map(before.map((one) => [one.id, one])), new Map(after.map((one) => [one.id, one]))]
  const ids = [...new Set([...were.keys(), ...are.keys()])].sort(compareText)
  return ids.flatMap((id): readonly ModelChange[] => {
    const [was, is] = [were.get(id), are.get(id)]
    if (was === undefined) return is === undefined ? [] : [{ kind: 'added', after: is }]
    if (is === undefined) return [{ kind: 'removed', before: was }]
    const what = changesOf(was, is)
    return what.length === 0 ? [] : [{ kind: 'changed', before: was, after: is, what }]
  })
}

function changesOf(before: Model, after: Model): readonly string[] {
  const files = changedFiles(before, after)
  const [was, is] = [before.claims.licenses.join(', '), after.claims.licenses.join(', ')]
  return [
    ...(before.source?.revision === after.source?.revision
      ? []
      : [`revision ${before.source?.revision ?? 'not stated'} -> ${after.source?.revision ?? 'not stated'}`]),
    ...files,
    ...(was === is ? [] : [`licence ${was || 'not stated'} -> ${is || 'not stated'}`]),
    ...(after.remoteCode.length > before.remoteCode.length ? ['brings more code of its own'] : []),
    ...(after.remoteCode.length < before.remoteCode.length ? ['brings less code of its own'] : []),
  ]
}

/** By path, size and format: what a result holds of a file. */
function changedFiles(before: Model, after: Model): readonly string[] {
  const were = new Map(before.files.map((file) => [file.path, file]))
  const are = new Set(after.files.map(({ path }) => path))
  return [
    ...after.files.flatMap((file) => {
      const old = were.get(file.path)
      if (old === undefined) return [`new file ${file.path}`]
      if (old.format !== file.format) return [`${file.path}: ${old.format} -> ${file.format}`]
      return old.size === file.size ? [] : [`${file.path}: ${old.size} -> ${file.size} bytes`]
    }),
    ...before.files.flatMap(({ path }) => (are.has(path) ? [] : [`file ${path} is gone`])),
  ]
}

import type { Model } from '../model/model.ts'

/** The type `huggingface` of the package URL specification: the version is the commit in lower case. */
export function modelPurl({ repository, revision }: NonNullable<Model['source']>): string {
  const path = repository.split('/').map((part) => encodeURIComponent(part.toWellFormed()))
  return `pkg:huggingface/${path.join('/')}@${encodeURIComponent(revision.toLowerCase().toWellFormed())}`
}

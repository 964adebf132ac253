import type { Model } from '../model/model.ts'

/** Finds the model a file belongs to: that file, or the innermost folder around it. */
export function modelOwners(models: readonly Model[]): (path: string) => Model | undefined {
  const byPath = new Map(models.map((model) => [model.path, model]))
  return (path) => {
    for (let place = path; place !== ''; place = place.slice(0, Math.max(0, place.lastIndexOf('/')))) {
      const found = byPath.get(place)
      if (found !== undefined) return found
    }
    return byPath.get('')
  }
}

import type { ScannedFile } from '../../model/scanned-file.ts'

/**
 * Work on a file that several rules share. Where it fails, the first rule that asks throws what it threw, so that the scan says
 * once that the file was not understood, however many rules meet it in however many ways; the others get `nothing`.
 */
export async function toldOnce<T>(file: ScannedFile, key: string, nothing: T, work: () => Promise<T>): Promise<T> {
  const told = await file.once('configuration/told', async () => ({ already: false }))
  // Asked before the work: work may consist of other such work, and what that throws is thrown on.
  const wasTold = told.already
  const outcome = await file.once(key, async (): Promise<Outcome<T>> => {
    try {
      return { value: await work() }
    } catch (error) {
      return { error }
    }
  })
  if ('value' in outcome) return outcome.value
  if (wasTold) return nothing
  told.already = true
  throw outcome.error
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown }

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UsageError } from '../base/errors.ts'

/** A file that the operator named on the command line; `what` is what messages call it. Throws USAGE_PATH. */
export async function operatorFile(folder: string, file: string, what: string): Promise<Uint8Array> {
  try {
    return await readFile(resolve(folder, file))
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code)
    throw new UsageError('USAGE_PATH', `${what} ${file} cannot be read: ${code}`)
  }
}

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, renameSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * Builds the program below `workplace` as a user gets it from the registry: `files` of package.json beside the dependencies, and no source.
 * Returns the path of its `bin/assay.js`. Throws where the checkout does not build.
 */
export function publishedProgram(workplace: string): string {
  const checkout = resolve(import.meta.dirname, '..')
  const [copy, folder] = [join(workplace, 'checkout'), join(workplace, 'published')]
  for (const target of [copy, folder]) {
    mkdirSync(target)
    symlinkSync(join(checkout, 'node_modules'), join(target, 'node_modules'))
    for (const file of ['bin', 'package.json']) cpSync(join(checkout, file), join(target, file), { recursive: true })
  }
  for (const file of ['src', 'tools', 'tsconfig.json', 'tsconfig.build.json']) {
    cpSync(join(checkout, file), join(copy, file), { recursive: true })
  }
  execFileSync(process.execPath, ['tools/build.ts'], { cwd: copy, stdio: 'inherit' })
  renameSync(join(copy, 'dist'), join(folder, 'dist'))
  return join(folder, 'bin/assay.js')
}

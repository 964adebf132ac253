import { execFileSync } from 'node:child_process'
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** `npm run build`: src/ as JavaScript in dist/, with the data files that code reads or imports beside it. */
rmSync('dist', { recursive: true, force: true })
execFileSync(join('node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.build.json'], { stdio: 'inherit' })
for (const item of readdirSync('src', { recursive: true, withFileTypes: true })) {
  const path = join(item.parentPath, item.name)
  if (!item.isFile() || path.endsWith('.ts') || path.split(/[\\/]/).includes('fixtures')) continue
  cpSync(path, path.replace(/^src/, 'dist'))
}

import type { Remedy } from '../../model/finding.ts'

/** `$ uv add 'torch>=2.6.0'` for a command, `write torch==2.6.0 in requirements.txt` for an edit. */
export function remedyText(remedy: Remedy): string {
  return 'command' in remedy ? `$ ${remedy.command}` : `write ${remedy.edit} in ${remedy.file}`
}

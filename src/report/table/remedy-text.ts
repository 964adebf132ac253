import type { Remedy } from '../../model/finding.ts'

/** `$ uv add 'torch>=2.6.0'` for a command, `write torch==2.6.0` for an edit of the file named above it. */
export function remedyText(remedy: Remedy): string {
  return 'command' in remedy ? `$ ${remedy.command}` : `write ${remedy.edit}`
}

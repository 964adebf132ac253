import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ExternalError, UsageError } from '../../base/errors.ts'
import type { Arguments, Command, Context } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { POLICY_FILE } from '../policy-source.ts'
import { targetOf } from '../target.ts'

/** `assay init`: a policy file to start from. */
export const initCommand: Command = {
  name: 'init',
  summary: 'Write an assay.yaml to start from',
  usage: ['assay init [DIR] [--preset NAME]'],
  about: [
    'Writes assay.yaml with a preset, and the places for rules, waivers and tests explained. An existing file is never overwritten.',
  ],
  options: [{ name: 'preset', value: 'NAME', help: 'permissive, balanced or strict. Default: balanced.' }],
  examples: [
    { command: 'assay init', does: 'Start with the balanced policy in the current folder.' },
    { command: 'assay init services/rag --preset strict', does: 'Start strict, in another folder.' },
  ],
  run,
}

async function run(args: Arguments, context: Context): Promise<number> {
  const preset = args.value('preset') ?? 'balanced'
  if (!['permissive', 'balanced', 'strict'].includes(preset)) {
    throw new UsageError('USAGE_ARGUMENTS', `there is no preset ${preset}`, 'Presets are permissive, balanced, strict.')
  }
  const { root } = await targetOf(args.positionals, context.folder)
  await writeNew(join(root, POLICY_FILE), template(preset))
  context.terminal.out(`wrote ${POLICY_FILE} (preset ${preset})\n`)
  context.terminal.out('Next: `assay policy explain` shows what it blocks, `assay scan` applies it.\n')
  return EXIT.allowed
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'EEXIST')
      throw new UsageError(
        'USAGE_PATH',
        `${POLICY_FILE} is there already and was left as it is`,
        'Check it with `assay policy check`.',
      )
    throw new ExternalError('EXTERNAL_DISK', `${POLICY_FILE} cannot be written: ${code}`, {
      retryable: false,
      cause: error,
    })
  }
}

function template(preset: string): string {
  return `# What Assay lets through. Reference: docs/policy.md; check with \`assay policy check\`.
version: 1
extends: ${preset} # permissive | balanced | strict; see \`assay policy explain --preset ${preset}\`

# Your rules are asked before those of the preset; the first that fits decides.
# rules:
#   - id: notebooks-may-lag
#     when: finding.severity != "critical" && !finding.advisory.malicious
#     paths: ["notebooks/**"]
#     decision: warn
#     reason: Notebooks run on isolated machines.

# A waiver accepts one risk: who, why, until when. It cannot be open-ended.
# waivers:
#   - advisory: CVE-2024-12345
#     component: example-package
#     owner: you@example.org
#     reason: The affected function is not called.
#     expires: 2027-03-31

# Examples of what the policy must decide, run by \`assay policy test\`.
# tests:
#   - name: malware is blocked
#     finding: { severity: critical, advisory: { malicious: true } }
#     expect: block
`
}

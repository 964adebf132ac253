import { UsageError } from '../../base/errors.ts'
import type { Arguments, Command, Context } from '../command.ts'
import { scanAndReport, scanCommand } from './scan.ts'

/** What says nothing about model files. */
const FOREIGN = new Set([
  'advisories',
  'osv',
  'kev',
  'epss',
  'offline',
  'no-secrets',
  'no-personal-data',
  'secret-rules',
  'inspect',
  'trust-project',
  'packages-dir',
])

/** `assay model`: what model files would do, before anyone loads them. */
export const modelCommand: Command = {
  name: 'model',
  summary: 'Say what model files would do when they are loaded, without loading them',
  usage: ['assay model FILE|DIR [OPTIONS]', 'assay model allow FILE... [--format text|json]'],
  about: [
    'Looks at every file by its content, whatever its name: pickles are interpreted opcode by opcode on an abstract machine, archives are followed in every reading, and safetensors, GGUF, ONNX, TensorFlow, Keras and HDF5 files are checked against their formats. Nothing is imported, executed or loaded. `assay scan` does the same for files with the usual names.',
    'allow: lists the names a file needs that nobody has vetted, what it does with each, and a waiver for each to paste into assay.yaml, bound to the digest of the file and to 90 days. Names that do harm are never proposed: a file that holds any gets no proposal and exit code 1. A file that is called allow is looked at by `assay model ./allow`.',
    'Exit code: 0 allowed, 1 blocked by policy, 2 usage, 3 incomplete where the policy demands completeness.',
  ],
  options: scanCommand.options.filter((option) => !FOREIGN.has(option.name)),
  examples: [
    { command: 'assay model model.pt', does: 'Would loading this checkpoint run anything?' },
    { command: 'assay model ~/models --detail full', does: 'Every file of a folder, every finding.' },
    { command: 'assay model allow model.pkl', does: 'Which names does this file need, and how would I accept them?' },
    { command: 'assay model . -f sarif -o models.sarif', does: 'The same for code scanning.' },
  ],
  run,
}

async function run(args: Arguments, context: Context): Promise<number> {
  if (args.positionals[0] === 'allow') {
    // Loaded for those who ask for it.
    const { allowGlobals } = await import('./model-allow.ts')
    return allowGlobals({ ...args, positionals: args.positionals.slice(1) }, context)
  }
  if (args.positionals.length === 0) {
    throw new UsageError(
      'USAGE_ARGUMENTS',
      'expected a file or a folder',
      'For example `assay model model.pt`, or `assay model .` for everything here.',
    )
  }
  return scanAndReport(args, context, { attention: 'models' })
}

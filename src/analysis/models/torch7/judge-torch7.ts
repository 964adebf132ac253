import { excerpt } from '../../../base/escape.ts'
import type { LuaFunction, Torch7, Torch7Breach } from '../../../formats/torch7/torch7.ts'
import { type AnomalyMeaning, type ModelObservation, observeAnomalies } from '../observation.ts'

/** What loading a file of Lua Torch does. Functions in it are byte code that LuaJIT does not verify. Pure. */
export function judgeTorch7(file: Torch7): readonly ModelObservation[] {
  return [...functions(file.functions), ...observeAnomalies(file.breaches, TORCH7_BREACHES)]
}

/** Names in compiled Lua that reach the machine; whole words. */
const DANGEROUS =
  /^(?:os|io|execute|os\.execute|popen|io\.popen|loadstring|load|loadfile|dofile|require|ffi|cdef|sys\.execute|rename|remove|getenv|socket|package|loadlib|setfenv|debug)$/

/** One observation for all functions: they run code alike. */
function functions(found: readonly LuaFunction[]): readonly ModelObservation[] {
  const [first] = found
  if (first === undefined) return []
  const bad = found.find(({ words }) => words.some((word) => DANGEROUS.test(word)))
  const { byte, words } = bad ?? first
  const named = words.filter((word) => DANGEROUS.test(word)).slice(0, 6)
  return [
    {
      id: 'torch7/function',
      severity: 'critical',
      title: `The Torch file holds ${found.length === 1 ? 'compiled Lua code' : `${found.length} compiled Lua functions`}${named.length === 0 ? '' : ` that name ${excerpt(named.join(', '), 80)}`}`,
      why: 'torch.load hands the byte code to loadstring. LuaJIT does not verify byte code, so a crafted function takes over the process, and an ordinary one runs when the model is used.',
      where: { byte },
      cwe: 'CWE-502',
      atlas: 'AML.T0011.000',
      fix: 'Do not load the file; take the weights with a reader that builds tensors only.',
      globals: named,
    },
  ]
}

const FIX = 'Do not load the file; write the model again and compare.'
const BROKEN = { cwe: 'CWE-1286', atlas: 'AML.T0010.003', fix: FIX, severity: 'medium' } as const

const TORCH7_BREACHES: Readonly<Record<Torch7Breach, AnomalyMeaning>> = {
  truncated: {
    ...BROKEN,
    id: 'torch7-layout/truncated',
    title: 'The Torch file breaks off or is damaged',
    why: 'What stands behind the place was not inspected.',
  },
  'lying-count': {
    ...BROKEN,
    id: 'torch7-layout/lying-count',
    title: 'A length in the Torch file is larger than the file',
    why: 'Torch allocates by the stated length before it reads.',
    cwe: 'CWE-789',
  },
  'unknown-type': {
    ...BROKEN,
    id: 'torch7-layout/unknown-type',
    title: 'The Torch file holds an object of a type that does not exist',
    why: 'What stands behind the place was not inspected.',
  },
  limit: {
    ...BROKEN,
    id: 'torch7-layout/limit',
    title: 'The Torch file is larger or deeper than Assay reads',
    why: 'What stands behind the place was not inspected.',
    cwe: 'CWE-400',
  },
  'unknown-class': {
    ...BROKEN,
    id: 'torch7-layout/unknown-class',
    title: 'The Torch file holds a class with a form of its own',
    why: 'The code of the class reads what follows; what stands behind was not inspected.',
  },
  'trailing-data': {
    ...BROKEN,
    id: 'torch7-layout/trailing-data',
    severity: 'low',
    title: 'Data follows the Torch object',
    why: 'torch.load does not look at it, which makes it a place to hide another file.',
    cwe: 'CWE-436',
  },
}

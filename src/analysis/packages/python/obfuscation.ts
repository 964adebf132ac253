import type { PythonSpot } from '../../../formats/python/module.ts'
import { NO_INPUTS } from '../flow/inputs.ts'
import type { PythonInspection } from './python-inspection.ts'

/** Names like `lIlIlI` that an obfuscator makes are many and used often; a hand-written one stands alone. */
const LEAST_NAMES = 6
const LEAST_USES = 20

/** A constant of this length that is decoded is more than a key or a small picture. */
const LEAST_ENCODED = 1000

/** Marks of code that is made unreadable. */
export function inspectObfuscation(inspection: PythonInspection): void {
  const { shape, imports, uses, generated } = inspection.module
  const mark = (subject: string, evidence: string, spot: PythonSpot = { line: 1, column: 1 }): void => {
    inspection.add('obfuscation', subject, spot, 'unknown', NO_INPUTS, evidence)
  }
  if (shape.confusingNames >= LEAST_NAMES && shape.confusingUses >= LEAST_USES)
    mark(
      'look-alike-names',
      `${shape.confusingUses} uses of ${shape.confusingNames} names like lIlIlI, O0O0O0, ____ or _0x1a2b`,
    )
  const armour = imports.find(({ module, name }) =>
    /^(?:pytransform|pyarmor_runtime\w*|_?pyarmor\w*|pyconcrete|sourcedefender)$/.test(
      `${module}` === '' ? (name ?? '') : (module.split('.')[0] ?? ''),
    ),
  )
  const call = uses.find(({ name }) => /\b__pyarmor__$|\bpyarmor_runtime$/.test(name))
  const packed = armour ?? call
  if (packed !== undefined) mark('packed', 'a runtime of pyarmor or its like', packed)
  const runsDecoded = generated.some(({ made, length }) => made === 'decoded' && length > 40)
  if (shape.encodedLength >= LEAST_ENCODED && (runsDecoded || uses.some(({ name }) => RUNS.test(name))))
    mark(
      'encoded-code',
      `an encoded constant of ${shape.encodedLength} characters in a module that runs text`,
      shape.encodedAt,
    )
  const inner = generated.filter(({ generated: isInner }) => isInner).length
  if (inner >= LEAST_NESTED) mark('nested-code', `${inner} texts that are run by texts that are run`)
  spots(shape.hiddenCharacters, 'hidden-characters', 'invisible characters')
  spots(shape.bidirectionalMarks, 'bidirectional-text', 'characters that turn the direction of text')
  spots(shape.lookAlikes, 'look-alikes', 'a name of letters of two alphabets that look alike')
  spots(shape.farRight, 'far-right', 'code behind more than 300 blanks')

  function spots(found: readonly PythonSpot[], subject: string, evidence: string): void {
    const [first] = found
    if (first !== undefined) mark(subject, evidence, first)
  }
}

const RUNS = /^(?:builtins\.(?:exec|eval)|marshal\.loads)$/

const LEAST_NESTED = 3

import type { JavaScriptImport, JavaScriptSpot } from '../../../formats/javascript/module.ts'
import { NO_INPUTS } from '../flow/inputs.ts'
import type { JavaScriptInspection } from './javascript-inspection.ts'

/** A table of strings needs more names than a hand-written constant in hexadecimal has uses. */
const LEAST_HEXADECIMAL_NAMES = 8
const LEAST_HEXADECIMAL_USES = 20

/** Of code in JSFuck nearly all characters are brackets; of minified code at most a quarter. */
const LEAST_BRACKETS = 0.7

/** For each 1,000 characters; tables of characters and tests have a few. */
const LEAST_ESCAPES = 60

/** A package that replaces addresses knows tens of its own. */
const LEAST_WALLETS = 8

/** Marks of code that is made unreadable. */
export function inspectObfuscation(inspection: JavaScriptInspection): void {
  const { shape } = inspection.module
  const mark = (subject: string, evidence: string, spot: JavaScriptSpot = { line: 1, column: 1 }): void => {
    inspection.add('obfuscation', subject, spot, 'unknown', NO_INPUTS, evidence)
  }
  if (shape.hexadecimalNames >= LEAST_HEXADECIMAL_NAMES && shape.hexadecimalUses >= LEAST_HEXADECIMAL_USES)
    mark('string-table', `${shape.hexadecimalUses} uses of ${shape.hexadecimalNames} names like _0x1a2b`)
  if (shape.bracketShare >= LEAST_BRACKETS)
    mark('jsfuck', `${Math.round(shape.bracketShare * 100)} % of the characters are []()!+`)
  if (shape.isPacked) mark('packed', 'eval(function(p,a,c,k,e,d)…')
  if (shape.needlessEscapes >= LEAST_ESCAPES)
    mark('escapes', `${Math.round(shape.needlessEscapes)} needless escapes in 1,000 characters`)
  if (shape.walletAddresses >= LEAST_WALLETS)
    inspection.add(
      'wallet',
      'addresses',
      { line: 1, column: 1 },
      'unknown',
      NO_INPUTS,
      `${shape.walletAddresses} different addresses of wallets`,
    )
  spots(shape.hiddenCharacters, 'hidden-characters', 'invisible characters')
  spots(shape.bidirectionalMarks, 'bidirectional-text', 'characters that turn the direction of text')
  spots(shape.lookAlikes, 'look-alikes', 'a name of letters of two alphabets that look alike')
  spots(shape.farRight, 'far-right', 'code behind more than 300 blanks')
  for (const one of inspection.module.imports) hiddenName(inspection, one)

  function spots(found: readonly JavaScriptSpot[], subject: string, evidence: string): void {
    const [first] = found
    if (first !== undefined) mark(subject, evidence, first)
  }
}

/** `require("child_" + "process")`: who builds tools has no reason to take apart the name of a module of the runtime. */
function hiddenName(inspection: JavaScriptInspection, one: JavaScriptImport): void {
  const { module, how } = one
  if (
    how !== 'computed' ||
    !/^node:(?:child_process|fs|https?|http2|net|dns|dgram|tls|vm|os|module|worker_threads|inspector)\b/.test(module)
  )
    return
  inspection.add(
    'obfuscation',
    'hidden-name',
    one,
    inspection.momentOf(one),
    NO_INPUTS,
    `the name of ${module} is put together`,
  )
}

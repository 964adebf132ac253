import type { AdvisoryLookup } from '../../src/model/advisory.ts'
import type { Bom } from '../../src/model/component.ts'

/** One case of a rule that sees bytes; they are built when the case runs, so that nothing dangerous lies in the repository. */
export interface FileRuleCase {
  readonly name: string
  readonly expect: 'fires' | 'silent'
  readonly path: string
  content(): Uint8Array
}

/** One case of a BOM rule: what it must say of this inventory, given these advisories. */
export interface BomRuleCase {
  readonly name: string
  readonly expect: 'fires' | 'silent'
  readonly bom: Bom
  readonly known: AdvisoryLookup
}

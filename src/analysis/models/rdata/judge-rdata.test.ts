import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readRData } from '../../../formats/rdata/rdata.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import {
  int,
  R_GLOBAL,
  R_NIL,
  rAltrep,
  rCall,
  rClosure,
  rEnvironment,
  rFile,
  rNumbers,
  rPairs,
  rPromise,
  rStrings,
  rSymbol,
  rVector,
} from '../../../../test/support/r-writer.ts'
import { judgeRData } from './judge-rdata.ts'

async function ids(object: Buffer, workspace = false): Promise<readonly string[]> {
  const found = judgeRData(await readRData(memorySource(rFile(object, workspace)), DEFAULT_LIMITS))
  return found.map(({ id, severity }) => `${severity} ${id}`)
}

const SYSTEM = rCall('system', rStrings('id'))
const LM = rCall('lm', rCall('~', rSymbol('y'), rSymbol('x')), rSymbol('d'))

describe('judgeRData', () => {
  it.each<readonly [string, Buffer]>([
    ['numbers and texts', rVector(rNumbers(1), rStrings('system("id")'))],
    ['the call of a model', rVector(LM)],
    ['vectors of R itself', rAltrep('compact_intseq', 'base')],
    ['an argument that was evaluated', rEnvironment({ x: rPromise(rCall('f'), R_GLOBAL, rNumbers(1)) })],
  ])('is silent on %s', async (_, object) => {
    expect(await ids(object)).toEqual([])
  })

  it.each<readonly [string, Buffer, string]>([
    ['a promise that starts a program', rPromise(SYSTEM), 'critical rdata/execution'],
    ['the same in a list', rVector(rNumbers(1), rPromise(SYSTEM)), 'critical rdata/execution'],
    ['the same bound to an environment', rVector(rPromise(SYSTEM, R_GLOBAL)), 'critical rdata/execution'],
    [
      'a promise that evaluates text',
      rPromise(rCall('eval', rCall('parse', rStrings('x')))),
      'critical rdata/execution',
    ],
    ['a promise that calls anything', rPromise(rCall('f')), 'high rdata/promise'],
    [
      'an argument that starts a program',
      rEnvironment({ x: rPromise(SYSTEM, R_GLOBAL) }),
      'high rdata/binding-promise',
    ],
    ['an argument without an environment', rEnvironment({ x: rPromise(SYSTEM) }), 'critical rdata/execution'],
    ['an argument R left behind', rEnvironment({ x: rPromise(rCall('f'), R_GLOBAL) }), 'low rdata/binding-promise'],
    ['a formula that starts a program', rCall('~', rSymbol('y'), SYSTEM), 'high rdata/stored-call'],
    ['a function', rClosure(rCall('^', rSymbol('x'))), 'low rdata/function'],
    ['a function that starts a program', rClosure(SYSTEM), 'medium rdata/function-capability'],
    ['a vector that maps a file', rAltrep('mmap_real', 'simplemmap'), 'medium rdata/mapped-file'],
    ['a vector of a package', rAltrep('array_dbl', 'arrow'), 'low rdata/foreign-class'],
    ['a length that lies', Buffer.concat([int(14), int(99_999)]), 'medium rdata-layout/lying-count'],
  ])('finds %s', async (_, object, id) => {
    expect(await ids(object)).toContain(id)
  })

  it('finds functions of a workspace that R calls by itself, and those in the place of others', async () => {
    expect(await ids(rPairs({ '.First': rClosure(R_NIL) }), true)).toContain('high rdata/startup-function')
    expect(await ids(rPairs({ print: rClosure(R_NIL) }), true)).toContain('medium rdata/shadowed-function')
    expect(await ids(rPairs({ '.First': rNumbers(1), mine: rNumbers(1) }), true)).toEqual([])
  })

  it('names the vulnerability and what is called', async () => {
    const [found] = judgeRData(await readRData(memorySource(rFile(rPromise(SYSTEM))), DEFAULT_LIMITS))
    expect(found).toMatchObject({
      cve: ['CVE-2024-27322'],
      globals: ['system'],
      title: expect.stringContaining('system'),
    })
  })
})

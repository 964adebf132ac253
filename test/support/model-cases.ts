import type { FileRuleCase } from './rule-case.ts'
import { assemble, call, global, proto, text } from './pickle-assembler.ts'
import { INERT_PICKLE, torchZip } from './torch-files.ts'

/** `module.name(argument)` as a pickle of protocol 2. What it would do is never done: nobody loads it. */
export function calling(module: string, name: string, argument: string): Uint8Array {
  return assemble(proto(2), call(global(module, name), text(argument)), 'STOP')
}

/** A case over these bytes under this name. */
export function modelCase(
  name: string,
  expect: 'fires' | 'silent',
  path: string,
  content: () => Uint8Array,
): FileRuleCase {
  return { name, expect, path, content }
}

/** Files on which no rule about models may say anything. */
export const HARMLESS: readonly FileRuleCase[] = [
  modelCase('is silent on a pickle of plain data', 'silent', 'answer.pkl', () => INERT_PICKLE),
  modelCase('is silent on a checkpoint of plain data', 'silent', 'weights.pt', () => torchZip()),
  modelCase('is silent on an empty file', 'silent', 'empty.bin', () => new Uint8Array()),
  modelCase('is silent on text', 'silent', 'notes.dat', () => Buffer.from('this is not a model, only words\n')),
]

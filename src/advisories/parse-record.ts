import { type ReadRecord, readRecord, type RecordRules } from './record.ts'

/** Bytes of one `ID.json`. JSON that is not JSON is a bad record, not a failed feed. Never throws on foreign data. */
export function parseRecord(bytes: Uint8Array, rules: RecordRules): ReadRecord {
  let json: unknown
  try {
    json = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
  } catch (error) {
    // A RangeError is nesting beyond the stack; both are the record's fault.
    if (error instanceof SyntaxError || error instanceof RangeError) {
      return { kind: 'bad', id: undefined, problem: 'not JSON' }
    }
    throw error
  }
  return readRecord(json, rules)
}

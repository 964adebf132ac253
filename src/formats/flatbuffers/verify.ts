import type { FlatReader, FlatTable } from './flatbuffer.ts'

/**
 * What a field holds: a number of so many bytes, a text, a list of items of so many bytes, or tables. `{}` is a table of which
 * only the layout is checked.
 */
export type FlatShape =
  | 1
  | 2
  | 4
  | 8
  | 'text'
  | { readonly list: 1 | 2 | 4 | 8 }
  | { readonly table: FlatTableShape }
  | { readonly tables: FlatTableShape }

/** Fields by slot. */
export type FlatTableShape = Readonly<Record<number, FlatShape>>

/**
 * Follows the fields of a table that nobody asks for, as the verifier that is generated from a schema does: what does not lie
 * in the buffer is told by `breaches` of the reader. Shapes are finite, so is the walk.
 */
export async function verifyTable(flat: FlatReader, table: FlatTable, shape: FlatTableShape): Promise<void> {
  for (const [key, field] of Object.entries(shape)) await verifyField(flat, table, Number(key), field)
}

async function verifyField(flat: FlatReader, table: FlatTable, slot: number, field: FlatShape): Promise<void> {
  if (field === 8) flat.long(table, slot, 'u64')
  else if (field === 1 || field === 2 || field === 4) flat.number(table, slot, NUMBERS[field])
  else if (field === 'text') await flat.text(table, slot, 0)
  else if ('list' in field) await flat.vector(table, slot, field.list)
  else if ('table' in field) {
    const inner = await flat.table(table, slot)
    if (inner !== undefined) await verifyTable(flat, inner, field.table)
  } else {
    for await (const inner of flat.tables(table, slot))
      if (inner !== undefined) await verifyTable(flat, inner, field.tables)
  }
}

const NUMBERS = { 1: 'u8', 2: 'u16', 4: 'u32' } as const

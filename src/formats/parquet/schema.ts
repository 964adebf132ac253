import { FormatError, LimitError } from '../../base/errors.ts'
import { THRIFT, type ThriftReader } from './thrift.ts'

export type PhysicalType = 'boolean' | 'int32' | 'int64' | 'int96' | 'float' | 'double' | 'byte array' | 'fixed bytes'

/** One column that holds values. */
export interface ParquetColumn {
  /** For people: `messages[].content`; the wrappers that lists and maps need are left out. */
  readonly name: string
  /** The last part of the name. */
  readonly label: string
  readonly physical: PhysicalType
  /** Of `fixed bytes`. */
  readonly width: number
  /** What the bytes mean, for example `string`, `decimal`, `uuid`; the physical type where nothing is said. */
  readonly type: string
  /** A value is there when its definition level is this. */
  readonly maxDefinition: number
  /** Above 0 a row may hold several values. */
  readonly maxRepetition: number
}

/** An element of the flattened tree, as the footer lists it. */
export interface SchemaElement {
  readonly name: string
  readonly physical: number | undefined
  readonly width: number
  /** 0 required, 1 optional, 2 repeated. */
  readonly repetition: number
  readonly children: number
  readonly converted: number | undefined
  readonly logical: number | undefined
}

const PHYSICAL: readonly PhysicalType[] = [
  'boolean',
  'int32',
  'int64',
  'int96',
  'float',
  'double',
  'byte array',
  'fixed bytes',
]
/** parquet.thrift, LogicalType: the number of the union's field. */
const LOGICAL: Readonly<Record<number, string>> = {
  1: 'string',
  2: 'map',
  3: 'list',
  4: 'enum',
  5: 'decimal',
  6: 'date',
  7: 'time',
  8: 'timestamp',
  10: 'integer',
  11: 'null',
  12: 'json',
  13: 'bson',
  14: 'uuid',
  15: 'float16',
  16: 'variant',
  17: 'geometry',
  18: 'geography',
}
/** parquet.thrift, ConvertedType, of writers before 2.4. */
const CONVERTED: Readonly<Record<number, string>> = {
  0: 'string',
  1: 'map',
  2: 'map',
  3: 'list',
  4: 'enum',
  5: 'decimal',
  6: 'date',
  7: 'time',
  8: 'time',
  9: 'timestamp',
  10: 'timestamp',
  19: 'json',
  20: 'bson',
  21: 'interval',
}

/** Reads one SchemaElement (parquet.thrift). */
export function readSchemaElement(thrift: ThriftReader): SchemaElement {
  const element = {
    name: '',
    physical: undefined as number | undefined,
    width: 0,
    repetition: 0,
    children: 0,
    converted: undefined as number | undefined,
    logical: undefined as number | undefined,
  }
  thrift.struct((id, type) => {
    if (id === 10 && type === THRIFT.struct) {
      thrift.struct((member) => {
        element.logical = member
        return false
      })
      return true
    }
    if (id === 4 && type === THRIFT.binary) element.name = thrift.text()
    else if (type !== THRIFT.i32) return false
    else if (id === 1) element.physical = thrift.int()
    else if (id === 2) element.width = thrift.int()
    else if (id === 3) element.repetition = thrift.int()
    else if (id === 5) element.children = thrift.int()
    else if (id === 6) element.converted = thrift.int()
    else return false
    return true
  })
  return element
}

/** The columns of a flattened tree in order. Throws FORMAT_SHAPE when the counts of children lie, LIMIT_DEPTH for a tree too deep. */
export function columnsOf(elements: readonly SchemaElement[], mostDepth: number): readonly ParquetColumn[] {
  const columns: ParquetColumn[] = []
  const walk = { next: 1 }
  const root = elements[0]
  if (root === undefined) throw new FormatError('FORMAT_SHAPE', 'expected a schema, found none')
  for (let child = 0; child < root.children; child++)
    visit(
      { elements, walk, columns, mostDepth },
      { name: '', label: '', definition: 0, repetition: 0, depth: 1, wrapper: undefined },
    )
  if (walk.next !== elements.length)
    throw new FormatError('FORMAT_SHAPE', `expected ${walk.next} elements of the schema, found ${elements.length}`)
  return columns
}

interface Tree {
  readonly elements: readonly SchemaElement[]
  readonly walk: { next: number }
  readonly columns: ParquetColumn[]
  readonly mostDepth: number
}

interface Above {
  readonly name: string
  readonly label: string
  readonly definition: number
  readonly repetition: number
  readonly depth: number
  /** The group above is a wrapper whose own name tells nothing: of a list or map, or the repeated group in it. */
  readonly wrapper: 'list' | 'map' | 'item' | undefined
}

function visit(tree: Tree, above: Above): void {
  const element = tree.elements[tree.walk.next++]
  if (element === undefined) throw new FormatError('FORMAT_SHAPE', 'expected an element of the schema, found its end')
  if (above.depth > tree.mostDepth)
    throw new LimitError('LIMIT_DEPTH', `a schema nested deeper than ${tree.mostDepth} levels`)
  const here: Above = {
    ...named(element, above),
    definition: above.definition + (element.repetition === 0 ? 0 : 1),
    repetition: above.repetition + (element.repetition === 2 ? 1 : 0),
    depth: above.depth + 1,
    wrapper: wrapperOf(element, above),
  }
  if (element.children === 0 || element.physical !== undefined) tree.columns.push(columnOf(element, here))
  else for (let child = 0; child < element.children; child++) visit(tree, here)
}

/** Parquet "Nested types": a list is an annotated group with one repeated child, which holds or is the item. */
function named(element: SchemaElement, above: Above): { readonly name: string; readonly label: string } {
  const many = element.repetition === 2
  if (many && above.wrapper === 'list') return { name: `${above.name}[]`, label: above.label }
  if (many && above.wrapper === 'map') return { name: `${above.name}{}`, label: above.label }
  if (above.wrapper === 'item') return { name: above.name, label: above.label }
  const name = above.name === '' ? element.name : `${above.name}.${element.name}`
  return { name: many ? `${name}[]` : name, label: element.name }
}

function wrapperOf(element: SchemaElement, above: Above): Above['wrapper'] {
  const meaning = meaningOf(element)
  if (element.repetition !== 2 && (meaning === 'list' || meaning === 'map')) return meaning
  // The repeated group of a list with one child only wraps the item, unless an old writer meant the group itself.
  const wraps = element.repetition === 2 && above.wrapper === 'list' && element.children === 1
  return wraps && element.name !== 'array' && !element.name.endsWith('_tuple') ? 'item' : undefined
}

function columnOf(element: SchemaElement, here: Above): ParquetColumn {
  const physical = PHYSICAL[element.physical ?? -1]
  if (physical === undefined)
    throw new FormatError('FORMAT_SHAPE', `expected a physical type of Parquet, found ${element.physical ?? 'none'}`)
  return {
    name: here.name,
    label: here.label,
    physical,
    width: physical === 'fixed bytes' ? Math.max(0, element.width) : 0,
    type: meaningOf(element) ?? physical,
    maxDefinition: here.definition,
    maxRepetition: here.repetition,
  }
}

function meaningOf({ logical, converted }: SchemaElement): string | undefined {
  return (
    (logical === undefined ? undefined : LOGICAL[logical]) ??
    (converted === undefined ? undefined : CONVERTED[converted])
  )
}

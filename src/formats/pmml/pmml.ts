import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { Limits } from '../../base/limits.ts'
import { readXml, type XmlElement } from '../xml/xml.ts'
import { PMML_FUNCTIONS } from './functions.ts'
import type { PmmlModel, PmmlName } from './model.ts'

const MOST_NAMES = 1_000

/** What travels through one reading of a document. */
interface Reading {
  root: XmlElement | undefined
  readonly applied: Map<string, number>
  readonly defined: Set<string>
  readonly scripts: PmmlName[]
  readonly tables: PmmlName[]
}

/** Reads a PMML document. Throws FormatError when the root is not `PMML`. */
export async function readPmml(source: ByteSource, limits: Limits): Promise<PmmlModel> {
  const reading: Reading = { root: undefined, applied: new Map(), defined: new Set(), scripts: [], tables: [] }
  const breaches = await readXml(source, limits, { open: (element) => readElement(reading, element) })
  const { root, applied, defined } = reading
  if (root === undefined || localName(root.name) !== 'PMML')
    throw new FormatError(
      'FORMAT_SHAPE',
      `expected <PMML>, found ${root === undefined ? 'no element' : excerpt(root.name, 40)}`,
      {
        line: root?.line ?? 1,
      },
    )
  return {
    version: root.attributes.get('version') ?? '',
    unknownFunctions: [...applied]
      .filter(([name]) => !defined.has(name) && !PMML_FUNCTIONS.has(name))
      .map(([name, line]) => ({ name, line })),
    scripts: reading.scripts,
    tables: reading.tables,
    breaches,
  }
}

function readElement(reading: Reading, element: XmlElement): void {
  reading.root ??= element
  const { attributes, line } = element
  const name = localName(element.name)
  // Aggregates of transformations and association rules have a `function` too; only Apply calls by name.
  const applied = name === 'Apply' ? attributes.get('function') : undefined
  if (applied !== undefined && reading.applied.size < MOST_NAMES && !reading.applied.has(applied))
    reading.applied.set(applied, line)
  if (name === 'DefineFunction') reading.defined.add(attributes.get('name') ?? '')
  // Nyoka and Zementis carry Python in elements of this name.
  if (name.toLowerCase() === 'script' && reading.scripts.length < MOST_NAMES) reading.scripts.push({ name, line })
  if (name === 'TableLocator' && reading.tables.length < MOST_NAMES) reading.tables.push({ name, line })
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

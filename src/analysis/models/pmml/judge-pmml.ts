import { excerpt } from '../../../base/escape.ts'
import type { PmmlModel, PmmlName } from '../../../formats/pmml/model.ts'
import { type ModelObservation, observeAnomalies } from '../observation.ts'
import { xmlBreaches } from '../xml-breaches.ts'

/** What a PMML document makes an evaluator do besides evaluating. Pure. */
export function judgePmml(model: PmmlModel): readonly ModelObservation[] {
  return [
    ...model.unknownFunctions.map(judgeFunction),
    ...model.scripts.slice(0, 1).map((script) => judgeScript(script, model.scripts.length)),
    ...model.tables.slice(0, 1).map((table) => judgeTable(table, model.tables.length)),
    ...observeAnomalies(model.breaches, BREACHES),
  ]
}

const BREACHES = xmlBreaches('pmml', 'PMML')

/** A dotted name of Java: packages in lower case, then a class. */
const JAVA_NAME = /^[a-z_]\w*(?:\.\w+)+$/i

function judgeFunction({ name, line }: PmmlName): ModelObservation {
  const isJava = JAVA_NAME.test(name)
  return {
    id: isJava ? 'pmml/java-function' : 'pmml/unknown-function',
    severity: isJava ? 'high' : 'low',
    title: `The PMML document calls ${isJava ? 'a Java class' : 'a function that is not of PMML'}: ${excerpt(name, 120)}`,
    why: isJava
      ? 'Evaluators for Java load the class of that name from the class path and run it on every row.'
      : 'Neither the standard nor the document defines it; the evaluator must have it from elsewhere.',
    where: { inside: `Apply (line ${line})` },
    cwe: isJava ? 'CWE-470' : 'CWE-829',
    atlas: 'AML.T0011.000',
    fix: isJava
      ? 'Check that the class is yours before you evaluate the document, or ask for an export with functions of PMML.'
      : 'Find out which library defines the function.',
    when: 'at-inference',
    ...(isJava ? { globals: [name] } : {}),
  }
}

function judgeScript({ line }: PmmlName, count: number): ModelObservation {
  return {
    id: 'pmml/script',
    severity: 'high',
    title: `The PMML document carries program text${count > 1 ? ` (${count} places)` : ''}`,
    why: 'The element is an extension of some products; they run the text in it.',
    where: { inside: `script (line ${line})` },
    cwe: 'CWE-94',
    atlas: 'AML.T0011.000',
    fix: 'Read the text, or ask for an export without it.',
    when: 'with-trust',
  }
}

function judgeTable({ line }: PmmlName, count: number): ModelObservation {
  return {
    id: 'pmml/external-table',
    severity: 'low',
    title: `The PMML document takes a table from elsewhere${count > 1 ? ` (${count} places)` : ''}`,
    why: 'A TableLocator names a data base or a file that the evaluator reads; what it answers decides with the model.',
    where: { inside: `TableLocator (line ${line})` },
    cwe: 'CWE-829',
    atlas: 'AML.T0010.003',
    fix: 'Check the place it names, or ask for an export with the table in it.',
    when: 'at-inference',
  }
}

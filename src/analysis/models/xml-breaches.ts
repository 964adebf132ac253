import type { XmlBreach } from '../../formats/xml/xml.ts'
import { commonBreaches, layoutBreach } from './layout-breaches.ts'
import type { AnomalyMeaning } from './observation.ts'

/** What each breach of an XML file means to the reader of a model. */
export function xmlBreaches(format: string, name: string): Readonly<Record<XmlBreach, AnomalyMeaning>> {
  const reach = (what: string, cwe: string, title: string, why: string): AnomalyMeaning => ({
    ...layoutBreach(format, what, 'high', cwe, title, why),
    id: `${format}/${what}`,
    atlas: 'AML.T0011.000',
  })
  return {
    ...commonBreaches(format, name),
    encoding: layoutBreach(
      format,
      'encoding',
      'medium',
      'CWE-436',
      `The ${name} file is in an encoding that readers understand differently`,
      'A scanner that decodes it in one way does not see what a loader sees that decodes it in another.',
    ),
    doctype: {
      ...reach(
        'doctype',
        'CWE-611',
        `The ${name} file has a document type`,
        'No writer of models makes one. A document type declares entities, with which XML readers open files and addresses or run out of memory.',
      ),
      severity: 'medium',
    },
    entity: reach(
      'entity',
      'CWE-611',
      `The ${name} file defines XML entities`,
      'Readers that expand entities put files of the machine into the model, or grow one line into gigabytes (CWE-776).',
    ),
    external: reach(
      'external-entity',
      'CWE-611',
      `The ${name} file names an external document type or entity`,
      'A reader that follows it opens a file of the machine or calls an address while it loads the model.',
    ),
    include: reach(
      'include',
      'CWE-611',
      `The ${name} file includes another document`,
      'A reader with XInclude on puts that document into the model.',
    ),
    stylesheet: {
      ...reach(
        'stylesheet',
        'CWE-829',
        `The ${name} file names a style sheet`,
        'A browser that shows the file fetches the style sheet, and a transformation can do anything a page can.',
      ),
      severity: 'low',
    },
    'duplicate-attribute': layoutBreach(
      format,
      'duplicate-attribute',
      'medium',
      'CWE-436',
      `An element of the ${name} file has an attribute twice`,
      'XML forbids it; readers that go on take one or the other.',
    ),
  }
}

import type { ByteSource } from '../../base/bytes.ts'
import type { Limits } from '../../base/limits.ts'
import type { Anomaly } from '../../formats/anomaly.ts'
import { readXml, type XmlBreach } from '../../formats/xml/xml.ts'

/** An element with what is in it. Names are without their prefix: bills of materials use one namespace. */
export interface XmlNode {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlNode[]
  /** What stands in it directly, without white space around. */
  readonly text: string
  /** 1-based. */
  readonly line: number
}

export interface XmlTree {
  /** Undefined for a file without any element. */
  readonly root: XmlNode | undefined
  readonly anomalies: readonly Anomaly<XmlBreach>[]
}

/** Texts of package URLs, versions and hashes are short; of longer ones (licence texts) only the beginning is kept. */
const LONGEST_TEXT = 8192

/** Reads an XML file into elements. Bounded by `limits.nodes` and `limits.depth`; what is broken ends the reading, and is told. */
export async function readXmlTree(source: ByteSource, limits: Limits): Promise<XmlTree> {
  const open: Draft[] = []
  let root: XmlNode | undefined
  const anomalies = await readXml(source, limits, {
    open: ({ name, attributes, line }) => {
      const draft: Draft = { name: name.slice(name.indexOf(':') + 1), attributes, children: [], text: '', line }
      open.at(-1)?.children.push(draft)
      root ??= draft
      open.push(draft)
    },
    close: () => {
      const closed = open.pop()
      if (closed !== undefined) closed.text = closed.text.trim()
    },
    text: (text) => {
      const current = open.at(-1)
      if (current !== undefined && current.text.length < LONGEST_TEXT)
        current.text = (current.text + text).slice(0, LONGEST_TEXT)
    },
  })
  return { root, anomalies }
}

interface Draft extends XmlNode {
  readonly children: Draft[]
  text: string
}

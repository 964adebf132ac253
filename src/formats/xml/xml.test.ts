import { describe, expect, it } from 'vitest'
import { crashes } from '../../../test/support/mutations.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { memorySource } from '../zip-source.ts'
import { readXml } from './xml.ts'

interface Told {
  readonly events: readonly string[]
  readonly kinds: readonly string[]
}

async function read(content: string | Uint8Array, limits = DEFAULT_LIMITS): Promise<Told> {
  const events: string[] = []
  const breaches = await readXml(memorySource(Buffer.from(content)), limits, {
    open: ({ name, attributes, depth, line }) =>
      events.push(`<${name}${[...attributes].map(([key, value]) => ` ${key}=${value}`).join('')}> ${depth}:${line}`),
    close: (name) => events.push(`</${name}>`),
    text: (text) => events.push(text),
  })
  return { events, kinds: breaches.map(({ kind }) => kind) }
}

it('elements with their lines, texts and ends', async () => {
  const { events, kinds } = await read('<?xml version="1.0"?>\n<a b="1">\n<!-- no --><c/>x&amp;y<![CDATA[<z>]]></a>')
  expect(events).toEqual(['<a b=1> 1:2', '\n', '<c> 2:3', '</c>', 'x&y', '<z>', '</a>'])
  expect(kinds).toEqual([])
})

it('attributes by any name', async () => {
  const { events, kinds } = await read('<a hasOwnProperty="1" __proto__="2" constructor="3" toString="4"/>')
  expect(events[0]).toBe('<a hasOwnProperty=1 __proto__=2 constructor=3 toString=4> 1:1')
  expect(kinds).toEqual([])
})

describe('what reaches outside', () => {
  const cases: readonly { name: string; text: string; kinds: readonly string[] }[] = [
    { name: 'numbers and the five names', text: '<a>&#65;&lt;&#x42;&quot;</a>', kinds: [] },
    { name: 'a document type', text: '<!DOCTYPE a><a/>', kinds: ['doctype'] },
    {
      name: 'an external one',
      text: '<!DOCTYPE a SYSTEM "http://x.example/a.dtd"><a/>',
      kinds: ['doctype', 'external'],
    },
    {
      name: 'a file as an entity',
      text: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      kinds: ['doctype', 'entity', 'external'],
    },
    {
      name: 'a parameter entity',
      text: '<!DOCTYPE a [<!ENTITY % x SYSTEM "b.dtd"> %x;]><a/>',
      kinds: ['doctype', 'entity', 'external'],
    },
    {
      name: 'a billion laughs',
      text: '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;&c;</a>',
      kinds: ['doctype', 'entity'],
    },
    { name: 'an entity of HTML', text: '<a>&nbsp;</a>', kinds: ['entity'] },
    {
      name: 'an inclusion',
      text: '<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd"/></a>',
      kinds: ['include'],
    },
    { name: 'a style sheet', text: '<?xml-stylesheet href="x.xsl"?><a/>', kinds: ['stylesheet'] },
    { name: 'an attribute twice', text: '<a b="1" b="2"/>', kinds: ['duplicate-attribute'] },
    { name: 'a rare encoding', text: '<?xml version="1.0" encoding="UTF-7"?><a/>', kinds: ['encoding'] },
    { name: 'an end that is missing', text: '<a><b>', kinds: ['broken'] },
    { name: 'the wrong end', text: '<a></b>', kinds: ['broken'] },
    { name: 'two roots', text: '<a/><b/>', kinds: ['broken'] },
    { name: 'no markup', text: 'hello', kinds: ['broken'] },
    { name: 'nothing', text: '', kinds: [] },
  ]
  it.each(cases)('$name', async ({ text, kinds }) => {
    expect((await read(text)).kinds).toEqual(kinds)
  })
})

it('entities of the file stay as they are written', async () => {
  const { events } = await read('<!DOCTYPE a [<!ENTITY x "SECRET">]><a b="&x;">&x;</a>')
  expect(events).toEqual(['<a b=&x;> 1:1', '&x;', '</a>'])
})

describe('encodings', () => {
  const text = '<a b="ä"/>'
  const cases: readonly { name: string; bytes: Buffer }[] = [
    { name: 'UTF-8', bytes: Buffer.from(text) },
    { name: 'UTF-8 with a mark', bytes: Buffer.from(`\uFEFF${text}`) },
    { name: 'UTF-16 with a mark', bytes: Buffer.from(`\uFEFF${text}`, 'utf16le') },
    { name: 'UTF-16 without a mark', bytes: Buffer.from(text, 'utf16le') },
    { name: 'UTF-16 from the other end', bytes: Buffer.from(`\uFEFF${text}`, 'utf16le').swap16() },
    { name: 'Latin-1', bytes: Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${text}`, 'latin1') },
  ]
  it.each(cases)('$name', async ({ bytes }) => {
    expect(await read(bytes)).toEqual({ events: ['<a b=ä> 1:1', '</a>'], kinds: [] })
  })
  it('bytes that are not of the encoding', async () => {
    expect((await read(Buffer.from('<a b="\xff"/>', 'latin1'))).kinds).toEqual(['broken'])
  })
})

describe('hostile bytes', () => {
  it('no mutation crashes', async () => {
    const honest = Buffer.from(
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a b="1" c=\'2\'><!--x--><d>&x;&amp;</d><![CDATA[z]]></a>',
    )
    expect(await crashes(honest, (bytes) => read(bytes))).toEqual([])
  })
  const MEGABYTE = 1_000_000
  const cases: readonly { name: string; text: string; kinds: readonly string[] }[] = [
    { name: 'depth', text: '<a>'.repeat(MEGABYTE / 3), kinds: ['limit'] },
    {
      name: 'attributes',
      text: `<a ${Array.from({ length: 100_000 }, (_, index) => `a${index}="1"`).join(' ')}/>`,
      kinds: ['limit'],
    },
    { name: 'one attribute', text: `<a b="${'x'.repeat(MEGABYTE)}"/>`, kinds: ['limit'] },
    { name: 'a name', text: `<${'x'.repeat(MEGABYTE)}/>`, kinds: ['limit'] },
    { name: 'a comment', text: `<!--${'x'.repeat(MEGABYTE)}--><a/>`, kinds: ['limit'] },
    {
      name: 'a document type',
      text: `<!DOCTYPE a [${'<!ENTITY b "c">'.repeat(70_000)}]><a/>`,
      kinds: ['doctype', 'limit'],
    },
    { name: 'an entity', text: `<a>&${'x'.repeat(MEGABYTE)};</a>`, kinds: ['limit'] },
    { name: 'text', text: `<a>${'x'.repeat(MEGABYTE)}</a>`, kinds: [] },
    { name: 'elements', text: `<a>${'<b/>'.repeat(250_000)}</a>`, kinds: [] },
    { name: 'entities that are not known', text: `<a>${'&b;'.repeat(300_000)}</a>`, kinds: ['entity'] },
    { name: 'open brackets', text: '<'.repeat(MEGABYTE), kinds: ['broken'] },
  ]
  it.each(cases)('a megabyte of $name', async ({ text, kinds }) => {
    const started = performance.now()
    expect((await read(text)).kinds).toEqual(kinds)
    expect(performance.now() - started).toBeLessThan(4_000)
  })
  it('more bytes than are read', async () => {
    expect((await read(`<a>${'x'.repeat(1000)}</a>`, { ...DEFAULT_LIMITS, fileBytes: 500 })).kinds).toEqual(['limit'])
  })
  it('more elements than are read', async () => {
    expect((await read(`<a>${'<b/>'.repeat(1000)}</a>`, { ...DEFAULT_LIMITS, nodes: 500 })).kinds).toEqual(['limit'])
  })
})

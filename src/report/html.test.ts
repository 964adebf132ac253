import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { EMPTY, INPUTS, largeResult, render, settledResult } from '../../test/support/report-inputs.ts'
import { HOSTILE, sampleResult } from '../../test/support/sample-result.ts'
import { html } from './html.ts'
import { html as template, trusted } from './html/markup.ts'

const { parser } = createRequire(import.meta.url)('sax') as typeof import('sax')

interface Tag {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** The tags of a page. Script and style are taken out before: to HTML they are text. */
function tags(page: string): readonly Tag[] {
  const found: Tag[] = []
  const reader = parser(false, { lowercase: true })
  reader.onopentag = ({ name, attributes }) => void found.push({ name, attributes: attributes as Tag['attributes'] })
  reader.write(page.replace(/<(script|style)>[^]*?<\/\1>/g, '<$1></$1>')).close()
  return found
}

describe('the page', () => {
  it('has its sections, in the order a reader needs them', () => {
    const headings = [...render(html, settledResult()).matchAll(/<h2 id="[a-z]+">([^<]*)<\/h2>/g)].map(
      ([, title]) => title,
    )
    expect(headings).toEqual([
      'What to do first',
      'Findings',
      'Waived or cleared',
      'Models',
      'Packages',
      'Coverage',
      'Policy',
      'Diagnostics',
    ])
  })

  it('of an empty result still says what was not looked at', () => {
    const page = render(html, EMPTY)
    expect(page).toContain('Not everything was looked at.')
    expect(page).toContain('Nothing open was found in what was looked at.')
  })

  it.each(INPUTS)('%s loads nothing and links only to the web or itself', (_, result) => {
    const found = tags(render(html, result))
    const names = new Set(found.map(({ name }) => name))
    for (const name of ['img', 'link', 'iframe', 'object', 'embed', 'base', 'form', 'svg', 'video', 'audio'])
      expect(names.has(name), name).toBe(false)
    expect(found.filter(({ attributes }) => 'src' in attributes || 'srcset' in attributes)).toEqual([])
    const addresses = found.flatMap(({ attributes }) => attributes['href'] ?? [])
    expect(addresses.filter((address) => !/^(?:#|https:\/\/)/.test(address))).toEqual([])
  })

  it.each(INPUTS)('%s has no handler and no style in an attribute', (_, result) => {
    const names = tags(render(html, result)).flatMap(({ attributes }) => Object.keys(attributes))
    expect(names.filter((name) => name.startsWith('on') || name === 'style')).toEqual([])
  })

  it('has the very same elements with hostile names as with usual ones', () => {
    const shape = (text: string): readonly string[] =>
      tags(render(html, settledResult(text))).map(
        ({ name, attributes }) => `${name} ${Object.keys(attributes).join(' ')}`,
      )
    expect(shape(HOSTILE)).toEqual(shape('torch'))
    expect(render(html, settledResult('</style></script><script>alert(1)</script>')).split('<script').length).toBe(2)
  })

  it('lets only its own script and style through, by their digests', () => {
    const page = render(html, sampleResult())
    const policy = tags(page).find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')
    const digest = (element: string): string => {
      const text = new RegExp(`<${element}>([^]*?)</${element}>`).exec(page)?.[1] ?? ''
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    }
    expect(policy?.attributes['content']).toBe(
      `default-src 'none'; style-src ${digest('style')}; script-src ${digest('script')}; base-uri 'none'; form-action 'none'`,
    )
  })

  it('has a caption for every table, a scope for every heading, and a name for every region that scrolls', () => {
    const found = tags(render(html, settledResult()))
    const of = (name: string): readonly Tag[] => found.filter((tag) => tag.name === name)
    expect(of('caption')).toHaveLength(of('table').length)
    expect(of('th').filter(({ attributes }) => attributes['scope'] === undefined)).toEqual([])
    const labels = found
      .filter(({ attributes }) => attributes['role'] === 'region')
      .map((tag) => tag.attributes['aria-label'])
    expect(new Set(labels).size).toBe(labels.length)
    expect(found.find(({ attributes }) => attributes['aria-live'] === 'polite')).toBeDefined()
  })

  it('has each id once, and every link within it ends at one', () => {
    const found = tags(render(html, largeResult(600, 1)))
    const ids = found.flatMap(({ attributes }) => attributes['id'] ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    const inner = found
      .flatMap(({ attributes }) => attributes['href'] ?? [])
      .filter((address) => address.startsWith('#'))
    expect(inner.filter((address) => !ids.includes(address.slice(1)))).toEqual([])
  })

  it.each([
    [5, 'a fifth'],
    [1, 'all'],
  ])('of 2,000 packages stays below a megabyte (1 in %i with findings: %s)', (nth) => {
    const page = render(html, largeResult(2000, nth))
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000)
    expect(page.split('<th scope="row">some-package-name-').length).toBeGreaterThan(2000)
  })
})

describe('a template', () => {
  it('escapes what is put into it, and not its own', () => {
    expect(template`<b title="${'"><'}">${'a & b'}${template`<i></i>`}${['x', '<']}${undefined}${3}</b>`.markup).toBe(
      '<b title="&quot;&gt;&lt;">a &amp; b<i></i>x&lt;3</b>',
    )
  })

  it('takes its own line breaks for layout and leaves those of trusted text', () => {
    expect(
      template`<p>
      ${trusted('a\n b')}
    </p>`.markup,
    ).toBe('<p> a\n b </p>')
  })
})

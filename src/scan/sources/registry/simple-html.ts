import { FormatError, LimitError } from '../../../base/errors.ts'
import { decodedEntities } from './html-entities.ts'
import { anchorTags, type Tag } from './html-tags.ts'
import type { FileDigest } from './release.ts'
import type { SimpleFile, SimplePage } from './simple-page.ts'
import { fragmentDigest } from './stated-digests.ts'

/**
 * A page in HTML (PEP 503, with the attributes of PEP 592, 629, 658, 714 and 740). `base` is the address that answered; `<base href>` in the page goes
 * before it. Throws FORMAT_SHAPE for what is no HTML, FORMAT_VERSION for a newer major version, LIMIT_ENTRIES for more than `mostFiles`.
 */
export function simpleHtml(page: string, base: string, mostFiles: number): SimplePage {
  if (!/<(?:!doctype|html|head|body|a|h1|meta)[\s>]/i.test(page)) {
    throw new FormatError('FORMAT_SHAPE', `expected a page in HTML, found ${JSON.stringify(page.slice(0, 40))}`)
  }
  const files: SimpleFile[] = []
  let from = base
  let status: string | undefined
  for (const tag of anchorTags(page)) {
    if (tag.name === 'base') from = URL.parse(tag.attributes.get('href') ?? '', base)?.href ?? from
    else if (tag.name === 'meta') status = metaOf(tag) ?? status
    else files.push(...fileOf(tag, from))
    if (files.length > mostFiles) throw new LimitError('LIMIT_ENTRIES', `more than ${mostFiles} files of one project`)
  }
  return { files, ...(status === undefined ? {} : { status }) }
}

function metaOf({ attributes }: Tag): string | undefined {
  const [name, content = ''] = [attributes.get('name'), attributes.get('content')]
  if (name === 'pypi:repository-version' && !content.startsWith('1.')) {
    throw new FormatError('FORMAT_VERSION', `expected version 1 of the simple API, found ${content.slice(0, 20)}`)
  }
  return name === 'pypi:project-status' && content !== 'active' ? content : undefined
}

/** The name of the file is the last segment of its address: what the anchor encloses is for people. */
function fileOf({ attributes }: Tag, base: string): readonly SimpleFile[] {
  const href = attributes.get('href')
  const url = href === undefined ? null : URL.parse(href, base)
  const name = url === null ? '' : decodedSegment(url.pathname.slice(url.pathname.lastIndexOf('/') + 1))
  if (url === null || name === '') return []
  const digest = fragmentDigest(url.hash)
  url.hash = ''
  const requiresPython = attributes.get('data-requires-python')
  const yanked = attributes.get('data-yanked')
  const metadata = metadataOf(attributes.get('data-core-metadata') ?? attributes.get('data-dist-info-metadata'))
  const provenance = attributes.get('data-provenance')
  return [
    {
      name,
      address: url.href,
      digests: digest === undefined ? [] : [digest],
      ...(requiresPython === undefined || requiresPython === '' ? {} : { requiresPython }),
      ...(yanked === undefined ? {} : { yanked }),
      ...(metadata === undefined ? {} : { metadata }),
      ...(provenance === undefined ? {} : { provenance: URL.parse(provenance, base)?.href ?? provenance }),
    },
  ]
}

/** `true`, or `sha256=…`. */
function metadataOf(value: string | undefined): readonly FileDigest[] | undefined {
  if (value === undefined || value === 'false') return undefined
  const digest = fragmentDigest(value)
  return digest === undefined ? [] : [digest]
}

function decodedSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return decodedEntities(segment)
  }
}

import { htmlPage } from './html/page.ts'
import type { Reporter } from './reporter.ts'

/** One HTML file for people: it loads nothing, works without its script, prints, and can be searched, filtered and sorted with it. */
export const html: Reporter = {
  id: 'html',
  title: 'HTML for people: one file that loads nothing; searchable, printable',
  mediaType: 'text/html; charset=utf-8',
  *render(result, { now }) {
    yield htmlPage(result, now)
  },
}

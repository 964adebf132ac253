import type { Reporter } from './reporter.ts'
import { markdownBlocks } from './markdown/blocks.ts'
import { fitted } from './markdown/fitted.ts'

/**
 * A comment on a pull request, in GitHub's and GitLab's Markdown: the verdict, what blocks, the rest folded. Never longer than
 * a comment may be; what does not fit is counted. The first line lets a bot find its own comment again.
 */
export const markdown: Reporter = {
  id: 'markdown',
  title: 'Markdown for a comment on a pull request, at most 65,536 characters',
  mediaType: 'text/markdown; charset=utf-8; variant=GFM',
  *render(result) {
    yield fitted(markdownBlocks(result), MAX_COMMENT)
  },
}

/** GitHub refuses a longer comment; GitLab takes a million. */
const MAX_COMMENT = 65_536

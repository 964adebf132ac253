import type { TreeScalar } from '../../../formats/tree.ts'
import { scalarText } from '../../../formats/yaml-text.ts'

/** `${{ … }}` in a script. */
export interface Expression {
  /** What stands between the braces. */
  readonly text: string
  /** In the document. */
  readonly offset: number
}

/** Longer ones are not looked into. */
const EXPRESSION = /\$\{\{([^{}\n]{1,1000})\}\}/g

/** The expressions that the service puts into a text before anything runs it. */
export function expressionsIn(document: string, scalar: TreeScalar): readonly Expression[] {
  if (!scalar.source.includes('${{')) return []
  const text = scalarText(document, scalar)
  return [...text.text.matchAll(EXPRESSION)].map((match) => ({
    text: (match[1] ?? '').trim(),
    offset: text.original(match.index),
  }))
}

/** Texts that everybody can write who may open an issue, comment or send a pull request (GitHub docs, "Script injections"). */
const FOREIGN =
  /\bgithub\.(?:head_ref\b|event\.(?:issue\.(?:title|body)|pull_request\.(?:title|body|head\.(?:ref|label|repo\.(?:default_branch|description|homepage)))|(?:comment|review|review_comment)\.body|discussion\.(?:title|body)|pages\b|(?:commits|head_commit)\b[^ ]{0,60}\.(?:message|email|name)|workflow_run\.(?:head_branch|display_title|head_commit\.(?:message|author\.(?:email|name))|head_repository\.description|pull_requests\b[^ ]{0,40}head\.ref)|release\.(?:name|body)|milestone\.(?:title|description)))/i

/** Texts of people who may start workflows or push. */
const OWN =
  /\b(?:github\.event\.inputs\.|inputs\.|github\.event\.client_payload\.|github\.(?:ref|ref_name|base_ref)\b|github\.event\.(?:ref|base_ref)\b|github\.event\.release\.tag_name\b)/i

/** Functions and comparisons give true or false, never the text. */
const TRUTHS = /^(?:!?\s*(?:contains|startsWith|endsWith|hashFiles)\([^|&]*\)|[^|&]*(?:==|!=)[^|&]*)$/

/** Who can write the value of an expression. */
export function writerOf(expression: string): 'anyone' | 'member' | 'nobody' {
  const text = expression.slice(0, 300)
  if (TRUTHS.test(text)) return 'nobody'
  const readable = text.replace(/\['([\w-]{1,60})'\]/g, '.$1')
  if (FOREIGN.test(readable)) return 'anyone'
  return OWN.test(readable) ? 'member' : 'nobody'
}

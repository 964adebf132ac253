import { excerpt } from '../../../base/escape.ts'
import { withoutCredentials } from '../../../formats/without-credentials.ts'

/** As much of a step as names it. */
const LENGTH = 100

/** How much of one is looked at; a step may be a script of a megabyte. */
const READ = 4096

/**
 * The step of a build as people wrote it, from the `created_by` of a history: without the shell that Docker puts around it
 * and without the values of build arguments, which may be secrets. Cut, escaped, on one line.
 */
export function createdByText(text: string): string {
  const line = text.slice(0, READ).replace(/\s+/g, ' ').trim()
  const plain = line.replace(/^\/bin\/sh -c #\(nop\) */, '').replace(/ # buildkit$/, '')
  const script = plain.indexOf('/bin/sh -c ')
  const isRun = script >= 0 && /^(?:RUN |\|\d+ |$)/.test(plain.slice(0, script))
  const step = isRun
    ? `RUN ${plain.slice(script + '/bin/sh -c '.length)}`
    : plain.replace(/^(?:RUN )?\|\d+ .*/, 'RUN …')
  return excerpt(withoutCredentials(step), LENGTH)
}

import { DISGUISES as JAVASCRIPT_DISGUISES } from './javascript-disguises.ts'
import { INCIDENTS as JAVASCRIPT_INCIDENTS } from './javascript-incidents.ts'
import { DISGUISES as PYTHON_DISGUISES } from './python-disguises.ts'
import { INCIDENTS as PYTHON_INCIDENTS } from './python-incidents.ts'

/** The program of an incident in JavaScript by the beginning of its name. */
export function javascriptIncident(name: string): string {
  return sourceOf(JAVASCRIPT_INCIDENTS, name)
}

/** The program of an incident in Python by the beginning of its name. */
export function pythonIncident(name: string): string {
  return sourceOf(PYTHON_INCIDENTS, name)
}

function sourceOf(programs: readonly { readonly name: string; readonly source: string }[], name: string): string {
  const found = programs.find((one) => one.name.startsWith(name))
  if (found === undefined) throw new Error(`there is no incident ${name}`)
  return found.source
}

/** A program in JavaScript, written differently. */
export function disguisedJavaScript(disguise: string, source: string): string {
  return changed(JAVASCRIPT_DISGUISES, disguise, source)
}

/** A program in Python, written differently. */
export function disguisedPython(disguise: string, source: string): string {
  return changed(PYTHON_DISGUISES, disguise, source)
}

function changed(
  disguises: Readonly<Record<string, (source: string) => string>>,
  name: string,
  source: string,
): string {
  const change = disguises[name]
  if (change === undefined) throw new Error(`there is no disguise ${name}`)
  return change(source)
}

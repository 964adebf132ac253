import { excerpt } from '../../base/escape.ts'
import type { Component } from '../../model/component.ts'
import type { Finding } from '../../model/finding.ts'
import { advisoriesOf } from './advisories-of.ts'
import type { NoTarget } from './choose-target.ts'
import { editingOf } from './editable-files.ts'
import type { Suggestion } from './fix-plan.ts'
import type { Placed } from './plan-index.ts'
import type { Troubled } from './troubled.ts'

/** A version to go to, and what it ends. */
export interface Wanted {
  readonly version: string
  readonly ends: readonly string[]
}

/** No version to go to. */
export function withoutTarget({ component, findings, asked, locked }: Troubled, none: NoTarget): Suggestion {
  const path = [...asked, ...locked][0]?.file.path
  const text =
    none.none === 'major'
      ? `Only a step to another major version ends it: ${none.version}. Leave out --no-major to plan it.`
      : `No fixed version is known: remove ${excerpt(component.name, 120)}, replace it, or accept the risk with a waiver that expires.`
  return suggestion(component, findings, text, path)
}

/** The file says it in words that are not replaced blindly: a variable, a tag, a shell command without quotes. */
export function manual({ file, mention }: Placed, target: Wanted): Suggestion {
  const wanted = `${excerpt(mention.name, 120)} ${target.version} or later`
  const isOurs = editingOf(file.extractor) !== undefined
  const line = mention.location.lines?.start ?? 1
  return {
    ecosystem: mention.ecosystem,
    name: mention.name,
    advisories: target.ends,
    path: file.path,
    text: isOurs
      ? `Line ${line} cannot be edited safely (${excerpt(mention.text, 80)}): ask for ${wanted} by hand.`
      : `No manifest beside this file can be edited: bring ${wanted} there with the tool that wrote it.`,
  }
}

/** Nothing in the tree says where the version comes from: an installed environment, a bill of materials. */
export function anywhere({ component, findings }: Troubled, target: Wanted): Suggestion {
  const path = component.evidence[0]?.location.path
  const text = `No file that can be edited asks for it: bring ${excerpt(component.name, 120)} ${target.version} or later there with the tool that installed it.`
  return suggestion(component, findings, text, path)
}

/** A finding that no requirement stands behind, or that no edit ends (malware): its own advice. */
export function unplaced(finding: Finding, components: readonly Component[]): Suggestion {
  const component = components.find(({ id }) => id === finding.component)
  const path = finding.evidence[0]?.location.path
  return {
    ecosystem: component?.ecosystem ?? 'PyPI',
    name: component?.name ?? finding.title,
    advisories: advisoriesOf(finding),
    text: finding.fix.text,
    ...(path === undefined ? {} : { path }),
  }
}

function suggestion(
  { ecosystem, name }: Component,
  findings: readonly Finding[],
  text: string,
  path: string | undefined,
): Suggestion {
  const advisories = [...new Set(findings.flatMap(advisoriesOf))]
  return { ecosystem, name, advisories, text, ...(path === undefined ? {} : { path }) }
}

import { compareText } from '../../base/compare.ts'
import { addAll } from './addition.ts'
import type { FileChange, FixStep } from './fix-plan.ts'
import { apart, type TextEdit } from './text-edit.ts'

/** The edits of all steps by file; additions to one place of a file are written together. */
export function changesOf(steps: readonly FixStep[]): readonly FileChange[] {
  const edits = steps.flatMap((step) => step.edits.map(({ path, start, end, text }) => ({ path, start, end, text })))
  const created = new Set(
    steps.flatMap((step) => step.additions.filter(({ file }) => file.isNew).map(({ file }) => file.path)),
  )
  const additions = Map.groupBy(
    steps.flatMap((step) => step.additions),
    ({ file, style, under }) => [file.path, style, ...under].join('\n'),
  )
  const added = [...additions.values()].flatMap((group) => {
    const edit = addAll(group)
    return edit === undefined ? [] : [{ path: group[0]?.file.path ?? '', ...edit }]
  })
  return [...Map.groupBy([...edits, ...added], ({ path }) => path)]
    .map(([path, own]) => ({
      path,
      edits: apart(own.map(bare)),
      ...(created.has(path) ? { isNew: true as const } : {}),
    }))
    .sort((a, b) => compareText(a.path, b.path))
}

function bare({ start, end, text }: TextEdit): TextEdit {
  return { start, end, text }
}

import type { PythonModule, PythonUse } from '../../../formats/python/module.ts'
import { argument, isConstant, keyword, textOf, shortName } from './argument.ts'

/** A call that runs code of the repository it loads. */
export interface TrustedCall {
  readonly use: PythonUse
  readonly called: string
  /** `owner/name`, where it is written out. */
  readonly repository?: string
  /** A full commit is named, or the code lies on the machine. */
  readonly fixed: boolean
}

/** The calls of a module that trust code of what they load. */
export function trustedCalls(module: PythonModule): readonly TrustedCall[] {
  return module.uses.flatMap((use): readonly TrustedCall[] => {
    if (use.kind !== 'call' || use.runs === 'never') return []
    if (use.name === 'torch.hub.load') return hubCall(use)
    if (!isConstant(use, 'trust_remote_code', 'True')) return []
    const repository = use.name.startsWith('builtins.')
      ? undefined
      : textOf(argument(use, 0, 'pretrained_model_name_or_path') ?? keyword(use, 'model'))
    const revision = textOf(keyword(use, 'code_revision')) ?? textOf(keyword(use, 'revision'))
    return [
      {
        use,
        called: `${shortName(use)}(trust_remote_code=True)`,
        ...(repository === undefined ? {} : { repository }),
        fixed: isPinned(revision) || isFolder(repository),
      },
    ]
  })
}

/** torch.hub runs hubconf.py of the repository; it asks first, unless told not to. */
function hubCall(use: PythonUse): readonly TrustedCall[] {
  const isTrusted = isConstant(use, 'trust_repo', 'True') || isConstant(use, 'skip_validation', 'True')
  if (!isTrusted || textOf(keyword(use, 'source')) === 'local') return []
  const repository = textOf(argument(use, 0, 'repo_or_dir'))
  const switched = isConstant(use, 'trust_repo', 'True') ? 'trust_repo' : 'skip_validation'
  return [
    {
      use,
      called: `torch.hub.load(${switched}=True)`,
      ...(repository === undefined ? {} : { repository }),
      fixed: isPinned(repository?.split(':')[1]),
    },
  ]
}

/** The full hash of a commit. */
export function isPinned(revision: string | undefined): boolean {
  return revision !== undefined && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/i.test(revision)
}

/** A path of the machine. */
export function isFolder(name: string | undefined): boolean {
  return (
    name !== undefined && (/^(?:[./~\\]|[A-Za-z]:\\)/.test(name) || name.endsWith('/') || name.split('/').length > 2)
  )
}

import { excerpt } from '../../base/escape.ts'
import { entries, get, items, string, type TreeValue } from '../../formats/tree.ts'
import type { Location } from '../../model/location.ts'
import type { RemoteCode } from '../../model/model-clue.ts'
import type { Include } from '../../model/package-mention.ts'
import { folderOf } from './folder-of.ts'

/** A configuration names a handful of classes; more are a flood. */
const MOST = 200

type Place = (offset: number) => Location

/**
 * The Python that loaders import when they are told to trust the model: `auto_map` and `custom_pipelines` of transformers (and of
 * the adapters beside it), classes that model_index.json of diffusers takes from files of the repository.
 */
export function remoteCodeIn(root: TreeValue, path: string, place: Place): readonly RemoteCode[] {
  return [
    ...autoMap(root, path, place),
    ...customPipelines(root, path, place),
    ...pipelineParts(root, path, place),
  ].slice(0, MOST)
}

/** The file of each class that lies in the tree, to be read by the extractor and judged by the rule for such code. */
export function includesOf(code: readonly RemoteCode[]): readonly Include[] {
  return code.flatMap(({ path, location, loader }) =>
    path === undefined ? [] : [codeInclude(path, location, loader.startsWith('diffusers '))],
  )
}

/** A Python file that belongs to a model. */
export function codeInclude(path: string, location: Location, optional: boolean): Include {
  return {
    path,
    role: 'requires',
    extractor: 'models/python-module',
    rules: ['models/repository-code'],
    ...(optional ? { optional: true } : {}),
    location,
  }
}

/** `{"AutoModel": "modeling_x.Model"}`; tokenizers write a pair of a slow and a fast class. */
function autoMap(root: TreeValue, path: string, place: Place): readonly RemoteCode[] {
  return entries(get(root, 'auto_map')).flatMap(({ key, value }) =>
    [value, ...items(value)].flatMap((one) => reference(key, one, path, place)),
  )
}

/** `{"my-task": {"impl": "pipeline_x.Pipeline", …}}` */
function customPipelines(root: TreeValue, path: string, place: Place): readonly RemoteCode[] {
  return entries(get(root, 'custom_pipelines')).flatMap(({ key, value }) =>
    reference(`pipeline ${key}`, get(value, 'impl'), path, place),
  )
}

function reference(loader: string, value: TreeValue | undefined, path: string, place: Place): readonly RemoteCode[] {
  const target = string(value)
  if (value === undefined || target === undefined || target === '') return []
  // transformers splits at the first `--`: what stands before it is another repository.
  const cut = target.indexOf('--')
  const repository = cut < 0 ? undefined : target.slice(0, cut)
  const file = cut < 0 ? moduleFile(path, target) : undefined
  return [
    {
      loader: excerpt(loader, 80),
      target: excerpt(target, 200),
      ...(repository === undefined ? {} : { repository: excerpt(repository, 120) }),
      ...(file === undefined ? {} : { path: file }),
      location: place(value.offset),
    },
  ]
}

/** `modeling_x.Model` of `a/config.json` is in `a/modeling_x.py`. Anything but one module and one class is not of that form. */
function moduleFile(path: string, target: string): string | undefined {
  const match = /^([A-Za-z0-9_-]{1,120})\.[A-Za-z0-9_]{1,120}$/.exec(target)
  return match === null ? undefined : `${folderOf(path)}${match[1]}.py`
}

/** Of `["module", "Class"]` in model_index.json a module that is no library is a file of the repository. */
function pipelineParts(root: TreeValue, path: string, place: Place): readonly RemoteCode[] {
  if (!path.endsWith('model_index.json')) return []
  return entries(root).flatMap(({ key, value }) => {
    const [module, name] = items(value).map(string)
    if (module === undefined || name === undefined || LIBRARIES.test(module)) return []
    if (!/^[A-Za-z0-9_-]{1,120}$/.test(module)) return []
    const folder = key === '_class_name' ? folderOf(path) : `${folderOf(path)}${/^[\w-]+$/.test(key) ? key : '_'}/`
    return [
      {
        loader: excerpt(`diffusers ${key}`, 80),
        target: excerpt(`${module}.${name}`, 200),
        path: `${folder}${module}.py`,
        location: place(value.offset),
      },
    ]
  })
}

const LIBRARIES =
  /^(?:diffusers|transformers|onnxruntime|optimum|flax|peft|k_diffusion|tokenizers|sentence_transformers)(?:\.|$)/

import { assembleModels } from '../../src/inventory/models/assemble-models.ts'
import { templateClue } from '../../src/inventory/models/template-clue.ts'
import type { Bom } from '../../src/model/component.ts'
import { at } from '../../src/model/location.ts'
import type {
  CardClue,
  CodeClue,
  ConfigClue,
  ModelClaims,
  ModelClue,
  RemoteCode,
  ShardIndexClue,
  TemplateClue,
  WeightsClue,
} from '../../src/model/model-clue.ts'

const NO_CLAIMS: ModelClaims = { licenses: [], baseModels: [], datasets: [] }

/** An inventory without packages and with the models these clues make. */
export function modelsBom(...clues: readonly ModelClue[]): Bom {
  return { components: [], relationships: [], models: assembleModels(clues, 'root') }
}

/** Weights; `.safetensors` and `.gguf` are harmless, everything else can run code. */
export function weights(path: string, names?: readonly string[], claims: Partial<ModelClaims> = {}): WeightsClue {
  const format = /\.(safetensors|gguf)$/.exec(path)?.[1]
  return {
    kind: 'weights',
    path,
    size: 1000,
    format: format ?? 'torch zip',
    executable: format === undefined,
    claims: { ...NO_CLAIMS, ...claims },
    ...(names === undefined
      ? {}
      : { tensors: { count: names.length, parameters: String(names.length * 10), types: ['F32'], names } }),
  }
}

/** A configuration of llama, with the classes it names: `AutoModel=modeling_x.Model`. */
export function config(path: string, ...code: readonly string[]): ConfigClue {
  return { kind: 'config', path, architectures: ['LlamaForCausalLM'], modelType: 'llama', remoteCode: code.map(remote) }

  function remote(text: string): RemoteCode {
    const [loader = '', target = ''] = text.split('=')
    const [repository, own] = target.includes('--') ? target.split('--') : [undefined, target]
    const file = /^([\w-]+)\.\w+$/.exec(own ?? '')?.[1]
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    return {
      loader,
      target,
      ...(repository === undefined ? (file === undefined ? {} : { path: `${folder}${file}.py` }) : { repository }),
      location: at(path, 3, 5),
    }
  }
}

/** A file that was read because a configuration names it. */
export function code(path: string): CodeClue {
  return { kind: 'code', path }
}

/** A model card that claims this. */
export function card(path: string, claims: Partial<ModelClaims> = {}): CardClue {
  return { kind: 'card', path, claims: { ...NO_CLAIMS, ...claims }, languages: [], location: at(path, 1, 1) }
}

/** The index of shards, by file. */
export function index(path: string, shards: Readonly<Record<string, readonly string[]>>): ShardIndexClue {
  return {
    kind: 'shard-index',
    path,
    shards: Object.entries(shards).map(([file, tensors]) => ({ file, tensors })),
    repeated: [],
    location: at(path, 2, 3),
  }
}

/** The default chat template of a file. */
export function template(path: string, text: string, name = 'default'): TemplateClue {
  return templateClue(name, text, at(path, 1, 1))
}

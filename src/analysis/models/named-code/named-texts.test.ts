import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { isNamedText, judgeNamedText } from './named-texts.ts'

function ids(name: string, text: string, inArchive = false): readonly string[] {
  return judgeNamedText({ name, inArchive }, Buffer.from(text), DEFAULT_LIMITS).map(
    ({ id, severity }) => `${severity} ${id}`,
  )
}

const MODULES = (type: string): string =>
  JSON.stringify([
    { idx: 0, name: '0', path: '', type: 'sentence_transformers.models.Transformer' },
    { idx: 1, name: '1', path: '1_X', type },
  ])

const MLMODEL = (loader: string): string => `
artifact_path: model
flavors:
  python_function:
    env: {conda: conda.yaml, virtualenv: python_env.yaml}
    loader_module: ${loader}
    model_path: model.pkl
    python_version: 3.11.7
mlflow_version: 2.9.2
model_uuid: 0123456789abcdef
`

const SPACY = (name: string): string => `
[nlp]
lang = "en"
pipeline = ["tok2vec","tagger"]
tokenizer = {"@tokenizers":"spacy.Tokenizer.v1"}

[components.tagger.model]
@architectures = "${name}"

[training.optimizer]
@optimizers = "Adam.v1"
`

describe('judgeNamedText', () => {
  it.each([
    ['modules.json', MODULES('sentence_transformers.models.Pooling')],
    ['modules.json', '{"type": "module"}'],
    ['mlmodel', MLMODEL('mlflow.sklearn')],
    ['mlmodel', 'just words about flavors'],
    ['config.cfg', SPACY('spacy.Tagger.v2')],
    ['config.cfg', SPACY('spacy-transformers.TransformerModel.v3')],
    ['config.cfg', '[section]\n@architectures = "my.Own.v1"'],
    [
      '_checkpoint_metadata',
      '{"item_handlers": "orbax.checkpoint._src.handlers.standard_checkpoint_handler.Standard"}',
    ],
    ['model.skops', 'PK\u0003\u0004 and so on'],
    ['config.json', '{"model_type": "bert", "target": "cpu"}'],
    ['readme.md', '_target_: os.system'],
    ['values.yaml', 'broken: {{ .Values.x }} !'],
  ])('is silent on %s (%#)', (name, text) => {
    expect(ids(name, text, true)).toEqual([])
  })

  it.each([
    ['model.skops', 'cposix\nsystem\n.', 'high skops/not-an-archive'],
    ['modules.json', MODULES('custom_st.Transformer'), 'medium config/unknown-code'],
    ['modules.json', MODULES('os.system'), 'critical config/execution'],
    ['modules.json', MODULES('sentence_transformers.models.Pooling.__globals__'), 'critical config/execution'],
    ['mlmodel', MLMODEL('my_loader'), 'medium config/unknown-code'],
    ['mlmodel', MLMODEL('subprocess'), 'critical config/execution'],
    ['mlmodel', 'flavors: {sklearn: {serialization_format: cloudpickle}}', 'low config/pickled-model'],
    ['config.cfg', SPACY('my_project.Tagger.v1'), 'low config/spacy-registry'],
    ['_checkpoint_metadata', '{"item_handlers": {"state": "my.Handler"}}', 'low config/unknown-code'],
    ['model_config.yaml', '_target_: os.system', 'critical hydra/execution'],
    ['hyperparams.yaml', 'a: !new:os.system', 'critical config/execution'],
  ])('judges %s (%#)', (name, text, id) => {
    expect(ids(name, text)).toEqual([id])
  })

  it.each([
    ['a key with escapes', '{"\\u005ftarget_": "os.system"}'],
    ['a key with other escapes', '"\\x5ftarget\\x5f": os.system'],
    ['a key broken over two lines', '? "_tar\\\n  get_"\n: os.system'],
  ])('sees %s', (_, text) => {
    expect(ids('any.yaml', text, true)).toEqual(['critical hydra/execution'])
  })

  it('sees UTF-16, and tags with escapes', () => {
    const wide = Buffer.from('\ufeff_target_: os.system', 'utf16le')
    expect(judgeNamedText({ name: 'any.yaml', inArchive: true }, wide, DEFAULT_LIMITS)).toHaveLength(1)
    expect(ids('any.yaml', 'a: !!%70ython/name:os.system ""', true)).toEqual(['critical config/execution'])
    expect(ids('any.yaml', 'a: !%6eew:os.system {}', true)).toEqual(['critical config/execution'])
  })

  it('looks at any configuration inside an archive, and at none of another name outside', () => {
    expect(ids('tokenizer/whatever.yaml', '_target_: os.system', true)).toEqual(['critical hydra/execution'])
    expect(isNamedText({ name: 'whatever.yaml', inArchive: false })).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { LimitError } from '../../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { crashes } from '../../../../test/support/mutations.ts'
import { judgeConfig } from './judge-config.ts'

function ids(text: string, inArchive = true): readonly string[] {
  return judgeConfig(Buffer.from(text), { inArchive }, DEFAULT_LIMITS).map(({ id, severity }) => `${severity} ${id}`)
}

const NEMO = `
name: conformer
model:
  sample_rate: 16000
  preprocessor:
    _target_: nemo.collections.asr.modules.AudioToMelSpectrogramPreprocessor
    window_size: 0.025
  encoder:
    _target_: nemo.collections.asr.modules.ConformerEncoder
  decoder: {_target_: nemo.collections.asr.modules.ConvASRDecoder, num_classes: '\${model.labels}'}
  optim:
    name: adamw
    sched: {name: CosineAnnealing, warmup_steps: 10}
trainer:
  _target_: pytorch_lightning.Trainer
`

const SPEECHBRAIN = `
sample_rate: 16000
compute_features: !new:speechbrain.lobes.features.Fbank
    n_mels: 80
mean_var_norm: !new:speechbrain.processing.features.InputNormalization
activation: !name:torch.nn.LeakyReLU
seed: !apply:torch.manual_seed [1234]
mods: !new:torch.nn.ModuleList
    - [!ref <compute_features>]
pretrainer: !new:speechbrain.utils.parameter_transfer.Pretrainer
    loadables: !copy {}
`

describe('judgeConfig', () => {
  it.each([
    ['a model of NeMo', NEMO],
    ['a model of SpeechBrain', SPEECHBRAIN],
    [
      'hyperparameters of Lightning',
      'lr: 0.1\nbetas: !!python/tuple [0.9, 0.99]\nn: !!python/object:argparse.Namespace {}',
    ],
    [
      'components of a MONAI bundle',
      '{"imports":["$import glob","$import os"],"net":{"_target_":"UNet"},"f":"$@x + 1"}',
    ],
    ['a diffusion model', 'model:\n  target: ldm.models.diffusion.ddpm.LatentDiffusion\n  params: {lr: 1}'],
    ['a file beside it', 'a: !include:features.yaml'],
    ['parameters of an optimiser', 'o: {_target_: torch.optim.Adam, params: "$@system#model.parameters()"}'],
    ['arithmetic', 'a: ${eval:"${b} * 2"}\nb: ${oc.env:HOME}'],
    ['a method of torch found by Hydra', '_target_: hydra.utils.get_method\npath: torch.nn.functional.relu'],
    ['a target that is no text', '_target_: 3'],
    ['a word for another target', 'target: os.system\nother: 1'],
    ['JSON as Python writes it', '{"_target_": "torch.nn.Linear", "x": NaN}'],
  ])('is silent on %s', (_, text) => {
    expect(ids(text)).toEqual([])
  })

  it.each([
    ['a target that runs programs', 'a: {b: [{_target_: os.system, command: id}]}', 'critical hydra/execution'],
    ['the same in JSON', '{"a": {"_target_": "builtins.exec", "_args_": ["x"]}}', 'critical hydra/execution'],
    ['the same tied for later', '_target_: subprocess.Popen\n_partial_: true', 'critical hydra/execution'],
    [
      'the first of two targets',
      '{"_target_": "os.system", "_target_": "torch.nn.Linear"}',
      'critical hydra/execution',
    ],
    ['a component of torchtune', '_component_: os.system', 'critical hydra/execution'],
    ['a class of Lightning', 'class_path: subprocess.Popen\ninit_args: {args: id}', 'critical hydra/execution'],
    ['a diffusion model', 'model: {target: os.system, params: {command: id}}', 'critical hydra/execution'],
    ['a target that is computed', 'a: os.system\nb: {_target_: "${a}"}', 'critical hydra/execution'],
    ['a function found by Hydra', '_target_: hydra.utils.get_method\npath: os.system', 'critical hydra/execution'],
    ['a merged target', 'base: &b {_target_: os.system}\nuse: {<<: *b}', 'critical hydra/execution'],
    ['a loader of pickles', '_target_: torch.load\nf: x.pt', 'high hydra/capability'],
    ['unknown code', '_target_: my_package.Model', 'medium hydra/unknown-code'],
    ['a Python tag', 'a: !!python/object/apply:os.system ["id"]', 'critical config/execution'],
    ['a verbatim tag', 'a: !<tag:yaml.org,2002:python/object/apply:os.system> ["id"]', 'critical config/execution'],
    [
      'a tag with a handle',
      '%TAG !x! tag:yaml.org,2002:python/\n---\na: !x!object/new:os.system [id]',
      'critical config/execution',
    ],
    ['a tag with escapes', 'a: !!%70ython/name:os.system ""', 'critical config/execution'],
    ['a tag in text no parser reads', 'a: [}\nb: !!python/object/apply:os.system ["id"]', 'critical config/execution'],
    ['a tag of HyperPyYAML', 'a: !new:os.system\n  command: id', 'critical config/execution'],
    ['a function HyperPyYAML calls', 'a: !apply:subprocess.getoutput [id]', 'critical config/execution'],
    ['an expression', "a: \"${eval:__import__('os').system('id')}\"", 'critical hydra/evaluated-text'],
    [
      'an expression of MONAI',
      '{"net":{"_target_":"UNet"},"run":"$__import__(\'os\').system(\'id\')"}',
      'critical hydra/evaluated-text',
    ],
    [
      'a target of hydra-zen',
      '_target_: hydra_zen.funcs.zen_processing\n_zen_target: os.system',
      'critical hydra/execution',
    ],
    ['a path of hydra-zen', '_target_: hydra_zen.funcs.get_obj\npath: os.system', 'critical hydra/execution'],
    ['an expression of Lighter', 'a: {_target_: torch.nn.ReLU}\nb: "$__import__(1)"', 'critical hydra/evaluated-text'],
    ['another file outside', 'a: !include:../../etc/x.yaml', 'medium config/include'],
    ['a secret', 'a: ${oc.env:AWS_SECRET_ACCESS_KEY}', 'medium hydra/environment'],
  ])('finds %s', (_, text, id) => {
    expect(ids(text)).toContain(id)
  })

  it('is milder where the code lies beside the configuration', () => {
    expect(ids('_target_: my_package.Model', false)).toEqual(['low hydra/unknown-code'])
    expect(ids('a: ${oc.env:WANDB_API_KEY}', false)).toEqual([])
  })

  it('names the place and the CVE of NeMo', () => {
    const [found] = judgeConfig(
      Buffer.from('model:\n  enc:\n    _target_: os.system'),
      { inArchive: true },
      DEFAULT_LIMITS,
    )
    expect(found).toMatchObject({
      where: { inside: 'model.enc._target_' },
      cve: ['CVE-2025-23304'],
      globals: ['os.system'],
    })
  })

  it('meets only expected errors on damaged files', async () => {
    for (const text of [NEMO, SPEECHBRAIN, '{"a":{"_target_":"os.system"}}'])
      expect(
        await crashes(Buffer.from(text), (bytes) => judgeConfig(bytes, { inArchive: true }, DEFAULT_LIMITS)),
      ).toEqual([])
  }, 30_000)

  it.each([
    ['a million brackets', '['.repeat(1_000_000)],
    [
      'aliases that double',
      `a0: &a0 {_target_: os.system}\n${Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n')}`,
    ],
  ])('ends %s with a limit', (_, text) => {
    expect(() => ids(text)).toThrow(LimitError)
  })

  it('reads a megabyte of openings in a moment', () => {
    const start = performance.now()
    for (const text of ['${eval:', '${   ', '!!python/', '_'.repeat(64), '$import a,'])
      ids(JSON.stringify({ _target_: 'UNet', x: `$${text.repeat(1_000_000 / text.length)}` }))
    expect(performance.now() - start).toBeLessThan(3_000)
  })
})

import { describe, expect, it } from 'vitest'
import { pythonTarget } from './python-target.ts'

describe('pythonTarget', () => {
  it.each([
    'torch.nn.Linear',
    'torch.nn.functional.relu',
    'torch.optim.AdamW',
    'torch.optim.lr_scheduler.CosineAnnealingLR',
    'nemo.collections.asr.modules.ConformerEncoder',
    'nemo.collections.asr.models.EncDecCTCModelBPE',
    'nemo.core.config.pytorch_lightning.TrainerConfig',
    'pytorch_lightning.Trainer',
    'pytorch_lightning.callbacks.ModelCheckpoint',
    'lightning.pytorch.loggers.TensorBoardLogger',
    'transformers.BertConfig',
    'transformers.AutoTokenizer',
    'speechbrain.lobes.models.ECAPA_TDNN.ECAPA_TDNN',
    'speechbrain.utils.parameter_transfer.Pretrainer',
    'speechbrain.nnet.losses.nll_loss',
    'torch.manual_seed',
    'os.path.join',
    'functools.partial',
    'builtins.dict',
    'dict',
    'collections.OrderedDict',
    'sklearn.linear_model.LogisticRegression',
  ])('takes %s for a part of a model', (name) => {
    expect(pythonTarget(name).tier).toBe('inert')
  })

  it.each([
    'os.system',
    'posix.system',
    'subprocess.Popen',
    'builtins.eval',
    'builtins.exec',
    'eval',
    'builtins.__import__',
    'importlib.import_module',
    'pydoc.locate',
    'operator.attrgetter',
    'builtins.getattr',
    'torch.nn.Module.__globals__',
    'torch.nn.modules.os.system',
    'nemo.collections.asr.os.system',
    'pytorch_lightning.utilities.migration.migrate_checkpoint',
    'torch.package.PackageImporter',
    'ctypes.CDLL',
    'hydra.utils.instantiate',
    'runpy.run_path',
  ])('takes %s for execution', (name) => {
    expect(pythonTarget(name).tier).toBe('execution')
  })

  it.each([
    'torch.load',
    'torch.hub.load',
    'numpy.load',
    'pickle.loads',
    'joblib.load',
    'shutil.rmtree',
    'urllib.request.urlopen',
    'builtins.open',
    'pathlib.Path.write_text',
  ])('takes %s for a capability', (name) => {
    expect(pythonTarget(name).tier).toBe('capability')
  })

  it.each([
    'my_package.Model',
    'torch.utils.something',
    'numpy.something',
    'torch.nn_evil.Linear',
    'speechbrain.utils.superpowers.run_shell',
    'speechbrain.utils.superpowers.Shell',
    'nemo.core.ModelPT.restore_from',
    'transformers.BertModel.from_pretrained',
    'lightning.pytorch.cli.LightningCLI',
    'a b.c',
    '${x}.y',
    'Model',
  ])('does not know %s', (name) => {
    expect(pythonTarget(name).tier).toBe('unknown')
  })
})

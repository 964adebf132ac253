/**
 * Libraries whose classes models are put together from. Exact prefixes of modules: `torch.nn` and what is below it, not
 * `torch.nn_evil`, and not `torch.utils`, `torch.hub` or `numpy` as a whole. The lists of what is dangerous are asked first.
 */
const LIBRARIES: readonly string[] = `
torch.nn torch.optim torch.distributions torch.utils.data.dataloader torch.utils.data.dataset torch.utils.data.sampler
torchvision.transforms torchvision.models torchvision.ops torchvision.datasets torchaudio.transforms torchaudio.models torchmetrics
pytorch_lightning lightning lightning_fabric nemo.collections nemo.core nemo.lightning nemo.utils
megatron.core speechbrain sentence_transformers transformers diffusers peft uni2ts gluonts.torch timm.models timm.optim
timm.loss timm.scheduler timm.data monai.networks monai.transforms monai.losses monai.inferers monai.metrics monai.handlers
monai.engines monai.data monai.apps monai.optimizers ignite torchtune.models torchtune.modules torchtune.datasets
torchtune.data torchtune.training fairseq.models fairseq.modules fairseq2.models espnet2 espnet ldm.models ldm.modules
ldm.lr_scheduler sgm.models sgm.modules taming.models taming.modules audiocraft.models audiocraft.modules
sklearn xgboost lightgbm catboost imblearn quantile_forest hydra._internal ruamel.yaml.comments`
  .split(/\s+/)
  .filter((name) => name !== '')

/**
 * Verbs of functions that read, fetch or run something, however deep they stand in such a library:
 * `speechbrain.utils.superpowers.run_shell`, `nemo.core.ModelPT.restore_from`, `sklearn.datasets.fetch_openml`.
 */
const VERBS =
  /(?:^|_)(?:load|loads|open|exec|execute|eval|run|import|download|fetch|shell|system|compile|write|save|dump|read|call|spawn|popen|restore|instantiate|from|locate|getattr|get|resolve|register|install|unpickle|pickle|subprocess|cmd|command)(?:_|$)/

/** Is this name of such a library a class, or a function whose name says that it only builds or computes? */
export function isInertLibraryName(module: string, attribute: string): boolean {
  if (!LIBRARIES.some((library) => module === library || module.startsWith(`${library}.`))) return false
  const names = attribute.split('.')
  const last = names.at(-1) ?? ''
  if (/^_*[A-Z]/.test(last)) return !DATASET_HELPERS.test(`${module}.${attribute}`)
  return !VERBS.test(last) && names.length < 3
}

/** Parts of these libraries in which even classes open connections, run programs or unpickle. */
const DATASET_HELPERS = /(?:^|\.)(?:cli|migration|plugins\.io|cloud_io|superpowers|dynamic_module_utils)(?:\.|$)/

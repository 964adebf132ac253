import type { VettedGroup } from './vetted-group.ts'

/** Layers and configurations of networks as whole models hold them. */
export const NETWORKS: readonly VettedGroup[] = [
  {
    library: 'torch',
    versions: '2.15',
    tier: 'inert-class',
    does: 'is a layer, a hook, a schedule or a distribution of torch; the state becomes its attributes',
    globals: `
torch.distributions.beta: Beta
torch.distributions.dirichlet: Dirichlet
torch.distributions.multivariate_normal: MultivariateNormal
torch.distributions.uniform: Uniform
torch.nn.modules.container: Container
torch.nn.modules.loss: LinearCrossEntropyLoss TripletMarginWithDistanceLoss
torch.nn.modules.module: _WrappedHook
torch.nn.modules.rnn: RNNCellBase
torch.nn.parameter: UninitializedBuffer
torch.nn.utils.spectral_norm: SpectralNorm SpectralNormLoadStateDictPreHook SpectralNormStateDictHook
torch.nn.utils.weight_norm: WeightNorm
torch.optim: Adafactor
torch.optim.swa_utils: AveragedModel
torch.utils.data._utils.collate: default_collate
torch.utils.data.dataloader: DataLoader
torch.utils.data.sampler: BatchSampler SequentialSampler
torch.utils.hooks: RemovableHandle
`,
  },
  {
    library: 'transformers',
    versions: '5',
    tier: 'inert-class',
    does: 'is the configuration of a network or a layer of one; the state becomes its attributes',
    globals: `
transformers.activations: GELUActivation NewGELUActivation SiLUActivation
transformers.data.data_collator: DefaultDataCollator
transformers.models.bert.configuration_bert: BertConfig
transformers.models.bert.modeling_bert: BertAttention BertEmbeddings BertEncoder BertIntermediate BertLayer BertModel
transformers.models.bert.modeling_bert: BertOutput BertPooler BertSelfAttention BertSelfOutput
transformers.models.gpt2.configuration_gpt2: GPT2Config
transformers.models.gpt2.modeling_gpt2: GPT2Attention GPT2Block GPT2LMHeadModel GPT2MLP GPT2Model
transformers.models.llama.configuration_llama: LlamaConfig
transformers.models.llama.modeling_llama: LlamaAttention LlamaDecoderLayer LlamaForCausalLM LlamaMLP LlamaModel
transformers.models.llama.modeling_llama: LlamaRMSNorm LlamaRotaryEmbedding
transformers.models.vit.configuration_vit: ViTConfig
transformers.models.vit.modeling_vit: ViTAttention ViTEmbeddings ViTLayer ViTMLP ViTModel ViTPatchEmbeddings ViTPooler
transformers.optimization: _get_linear_schedule_with_warmup_lr_lambda
transformers.pytorch_utils: Conv1D
transformers.tokenization_utils_base: BatchEncoding
transformers.tokenization_utils_tokenizers: TokenizersBackend
transformers.trainer_callback: TrainerState
`,
  },
  {
    library: 'ultralytics',
    versions: '8.4',
    tier: 'inert-class',
    does: 'is a block of a YOLO network; the state becomes its attributes',
    globals: `
ultralytics.nn.modules.block: BNContrastiveHead ContrastiveHead Proto26 RealNVP
ultralytics.nn.modules.head: Depth OBB26 Pose26 Segment26 SemanticSegment
ultralytics.nn.modules.transformer: AIFI DeformableTransformerDecoder DeformableTransformerDecoderLayer MLP
ultralytics.nn.modules.transformer: MSDeformAttn
`,
  },
]

import type { VettedGroup } from './vetted-group.ts'

/** Boosting libraries, transformers and its neighbours, ultralytics, pyannote: what their checkpoints hold beside tensors. */
export const MODEL_LIBRARIES: readonly VettedGroup[] = [
  {
    library: 'lightgbm',
    versions: '2.0 to 4.7',
    tier: 'inert-class',
    does: 'is a model of lightgbm; __setstate__ parses the text of its trees with the native library',
    globals: `
lightgbm.basic: Booster Dataset
lightgbm.sklearn: LGBMClassifier LGBMModel LGBMRanker LGBMRegressor
`,
  },
  {
    library: 'xgboost',
    versions: '0.7 to 3.2',
    tier: 'inert-class',
    does: 'is a model of xgboost; __setstate__ gives its bytes to the native parser',
    globals: `
xgboost.core: Booster
xgboost.compat: XGBoostLabelEncoder
xgboost.sklearn: XGBClassifier XGBModel XGBRFClassifier XGBRFRegressor XGBRanker XGBRegressor
`,
  },
  {
    library: 'catboost',
    versions: '0.10 to 1.2',
    tier: 'inert-class',
    does: 'is a model of catboost; __setstate__ gives its bytes to the native parser',
    globals: `
catboost.core: CatBoost CatBoostClassifier CatBoostRegressor CatBoostRanker
_catboost: _CatBoost
`,
  },
  {
    library: 'transformers',
    versions: '3 to 5',
    tier: 'inert-class',
    does: 'keeps the arguments of a training run or is one of their enumerations',
    globals: `
transformers.training_args: OptimizerNames ParallelMode TrainingArguments
transformers.training_args_seq2seq: Seq2SeqTrainingArguments
transformers.trainer_utils: EvaluationStrategy FSDPOption HubStrategy IntervalStrategy SaveStrategy SchedulerType
transformers.trainer_utils: ShardedDDPOption RemoveColumnsCollator
transformers.trainer_pt_utils: AcceleratorConfig
transformers.deepspeed: HfDeepSpeedConfig HfTrainerDeepSpeedConfig
transformers.integrations.deepspeed: HfDeepSpeedConfig HfTrainerDeepSpeedConfig
transformers.generation.configuration_utils: GenerationConfig
transformers.utils.generic: ExplicitEnum PaddingStrategy TensorType
transformers.debug_utils: DebugOption
`,
  },
  {
    library: 'accelerate',
    versions: '0.20 to 1.11',
    tier: 'inert-class',
    does: 'keeps how a training run was spread over machines',
    globals: `
accelerate.state: PartialState AcceleratorState
accelerate.utils.dataclasses: DeepSpeedPlugin DistributedType DynamoBackend FullyShardedDataParallelPlugin
accelerate.utils.dataclasses: GradientAccumulationPlugin
accelerate.utils.deepspeed: HfDeepSpeedConfig
`,
  },
  {
    library: 'trl and recipes built on it',
    versions: '0.4 to 0.25',
    tier: 'inert-class',
    does: 'keeps the arguments of a training run',
    globals: `
trl.trainer.dpo_config: DPOConfig FDivergenceType FDivergenceConstants
trl.trainer.grpo_config: GRPOConfig
trl.trainer.kto_config: KTOConfig
trl.trainer.ppov2_config: PPOv2Config
trl.trainer.ppo_config: PPOConfig
trl.trainer.sft_config: SFTConfig
trl.trainer.reward_config: RewardConfig
trl.trainer.orpo_config: ORPOConfig
alignment.configs: DPOConfig SFTConfig
open_r1.configs: GRPOConfig SFTConfig
axolotl.core.trainer_builder: AxolotlTrainingArguments
axolotl.core.training_args: AxolotlTrainingArguments
h4.training.config: DPOTrainingArguments TrainingArguments
fastchat.train.train: TrainingArguments
llava.train.train: TrainingArguments
llava.train.train_dpo_ori: TrainingArguments
swift.trainers.rlhf_arguments: DPOConfig
sentence_transformers.training_args: BatchSamplers MultiDatasetBatchSamplers SentenceTransformerTrainingArguments
FlagEmbedding.baai_general_embedding.finetune.arguments: RetrieverTrainingArguments
simpletransformers.config.model_args: ClassificationArgs GenerationArgs LanguageModelingArgs
simpletransformers.config.model_args: MultiLabelClassificationArgs NERArgs QuestionAnsweringArgs RetrievalArgs
simpletransformers.config.model_args: Seq2SeqArgs T5Args
`,
  },
  {
    library: 'tokenizers',
    versions: '0.8 to 0.22',
    tier: 'inert-class',
    does: 'is a tokenizer; __setstate__ parses JSON with the native library',
    globals: `
tokenizers: AddedToken Tokenizer
tokenizers.models: BPE Model Unigram WordLevel WordPiece
transformers.models.bert.tokenization_bert_fast: BertTokenizerFast
`,
  },
  {
    library: 'ultralytics',
    versions: '8.0 to 8.3',
    tier: 'inert-class',
    does: 'is a block of a YOLO network; the state becomes its attributes',
    globals: `
ultralytics.nn.modules.batchnorm: BatchNorm2d
ultralytics.nn.modules.block: A2C2f AAttn ABlock ADown AConv Attention Bottleneck BottleneckCSP C1 C2 C2PSA C2f
ultralytics.nn.modules.block: C2fAttn C2fCIB C2fPSA C3 C3Ghost C3TR C3k C3k2 C3x CBFuse CBLinear CIB DFL ELAN1
ultralytics.nn.modules.block: GhostBottleneck HGBlock HGStem ImagePoolingAttn MaxSigmoidAttnBlock PSA PSABlock Proto
ultralytics.nn.modules.block: RepBottleneck RepC3 RepCSP RepNCSPELAN4 RepVGGDW ResNetBlock ResNetLayer SCDown SPP
ultralytics.nn.modules.block: SPPELAN SPPF
ultralytics.nn.modules.conv: CBAM ChannelAttention Concat Conv Conv2 ConvTranspose DWConv DWConvTranspose2d Focus
ultralytics.nn.modules.conv: GhostConv Index LightConv RepConv SpatialAttention
ultralytics.nn.modules.head: Classify Detect OBB Pose RTDETRDecoder Segment WorldDetect v10Detect
ultralytics.utils.loss: BboxLoss DFLoss v8ClassificationLoss v8DetectionLoss v8PoseLoss v8SegmentationLoss v8OBBLoss
ultralytics.utils.tal: RotatedTaskAlignedAssigner TaskAlignedAssigner
ultralytics.utils: IterableSimpleNamespace
ultralytics.nn.modules: A2C2f AAttn ABlock AConv ADown Attention BatchNorm2d Bottleneck BottleneckCSP C1 C2 C2PSA C2f
ultralytics.nn.modules: C2fAttn C2fCIB C2fPSA C3 C3Ghost C3TR C3k C3k2 C3x CBAM CBFuse CBLinear CIB ChannelAttention
ultralytics.nn.modules: Classify Concat Conv Conv2 ConvTranspose DFL DWConv DWConvTranspose2d Detect ELAN1 Focus
ultralytics.nn.modules: GhostBottleneck GhostConv HGBlock HGStem ImagePoolingAttn Index LightConv MaxSigmoidAttnBlock
ultralytics.nn.modules: OBB PSA PSABlock Pose Proto RTDETRDecoder RepBottleneck RepC3 RepCSP RepConv RepNCSPELAN4
ultralytics.nn.modules: RepVGGDW ResNetBlock ResNetLayer SCDown SPP SPPELAN SPPF Segment SpatialAttention WorldDetect
ultralytics.nn.modules: v10Detect
`,
  },
  {
    library: 'yolov5 and yolov7',
    versions: '5.0 to 7.0',
    tier: 'inert-class',
    does: 'is a block of a YOLO network of the repositories before ultralytics',
    globals: `
models.yolo: Detect IDetect Segment
models.common: BottleneckCSP Bottleneck C3 C3Ghost Concat Conv DWConv Focus GhostBottleneck GhostConv MP RepConv SPP
models.common: SPPCSPC SPPF
`,
  },
  {
    library: 'pyannote.audio',
    versions: '2.0 to 4.0',
    tier: 'inert-class',
    does: 'describes the task of an audio model',
    globals: `
pyannote.audio.core.task: Problem Resolution Specifications
pyannote.audio.core.model: Introspection
pyannote.core.segment: Segment SlidingWindow
`,
  },
  {
    library: 'pytorch-lightning',
    versions: '1.0 to 2.5',
    tier: 'inert-class',
    does: 'is the dict in which hyper-parameters are kept',
    globals: `
pytorch_lightning.utilities.parsing: AttributeDict
lightning.pytorch.utilities.parsing: AttributeDict
lightning_fabric.utilities.data: AttributeDict
lightning.fabric.utilities.data: AttributeDict
omegaconf.dictconfig: DictConfig
omegaconf.listconfig: ListConfig
omegaconf.base: ContainerMetadata Metadata
omegaconf.nodes: AnyNode BooleanNode FloatNode IntegerNode StringNode
torchvision.datasets.folder: ImageFolder
`,
  },
]

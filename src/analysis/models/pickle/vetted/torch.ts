import type { VettedGroup } from './vetted-group.ts'

/** What torch.save writes, from torch 0.4 on; the first groups are what torch itself allows under `weights_only`. */
export const TORCH: readonly VettedGroup[] = [
  {
    library: 'torch',
    versions: '0.4 to 2.13',
    tier: 'vetted',
    does: 'names the element type or the class of a tensor or its storage; calling it makes an empty or sized one',
    globals: `
torch: BFloat16Storage BoolStorage ByteStorage CharStorage ComplexDoubleStorage ComplexFloatStorage DoubleStorage
torch: FloatStorage HalfStorage IntStorage LongStorage ShortStorage QInt8Storage QInt32Storage QUInt8Storage
torch: QUInt4x2Storage QUInt2x4Storage BFloat16Tensor BoolTensor ByteTensor CharTensor ComplexDoubleTensor
torch: ComplexFloatTensor DoubleTensor FloatTensor HalfTensor IntTensor LongTensor ShortTensor Tensor Size device
torch.cuda: BFloat16Storage BoolStorage ByteStorage CharStorage ComplexDoubleStorage ComplexFloatStorage DoubleStorage
torch.cuda: FloatStorage HalfStorage IntStorage LongStorage ShortStorage BFloat16Tensor BoolTensor ByteTensor
torch.cuda: CharTensor ComplexDoubleTensor ComplexFloatTensor DoubleTensor FloatTensor HalfTensor IntTensor LongTensor
torch.cuda: ShortTensor
torch.sparse: BFloat16Tensor ByteTensor CharTensor DoubleTensor FloatTensor HalfTensor IntTensor LongTensor
torch.sparse: ShortTensor
torch.cuda.sparse: BFloat16Tensor ByteTensor CharTensor DoubleTensor FloatTensor HalfTensor IntTensor LongTensor
torch.cuda.sparse: ShortTensor
torch.storage: TypedStorage UntypedStorage _TypedStorage _UntypedStorage
torch.nn.parameter: Parameter Buffer UninitializedParameter
torch.nn: Parameter
torch._tensor: Tensor
torch.tensor: Tensor
`,
  },
  {
    library: 'torch',
    versions: '0.4 to 2.13',
    tier: 'vetted',
    does: 'is a constant of torch: an element type, a quantisation scheme, a layout or a memory format',
    globals: `
torch: bfloat16 bits16 bits1x8 bits2x4 bits4x2 bits8 bool complex128 complex32 complex64 float16 float32
torch: float4_e2m1fn_x2 float64 float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu half float
torch: double int short long int1 int16 int2 int3 int32 int4 int5 int6 int64 int7 int8 per_channel_affine
torch: per_channel_affine_float_qparams per_channel_symmetric per_tensor_affine per_tensor_symmetric qint32 qint8
torch: quint2x4 quint4x2 quint8 uint1 uint16 uint2 uint3 uint32 uint4 uint5 uint6 uint64 uint7 uint8 strided
torch: sparse_coo sparse_csr sparse_csc sparse_bsr sparse_bsc contiguous_format channels_last channels_last_3d
torch: preserve_format
torch: Generator
`,
  },
  {
    library: 'torch',
    versions: '0.4 to 2.13',
    tier: 'vetted',
    does: 'puts a tensor or parameter back together from storage, shape and stride',
    globals: `
torch._utils: _rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_parameter _rebuild_parameter_v2
torch._utils: _rebuild_parameter_with_state _rebuild_qtensor _rebuild_sparse_tensor _rebuild_sparse_csr_tensor
torch._utils: _rebuild_nested_tensor _rebuild_meta_tensor_no_storage _rebuild_device_tensor_from_numpy
torch._utils: _rebuild_device_tensor_from_cpu_tensor _rebuild_xla_tensor _rebuild_mlc_tensor _rebuild_wrapper_subclass
torch.serialization: _get_layout
torch.jit._pickle: build_intlist build_tensorlist build_doublelist build_boollist build_tensor_from_id
torch.jit._pickle: restore_type_tag
`,
  },
  {
    library: 'torch',
    versions: '0.4 to 2.13',
    tier: 'inert-class',
    does: 'is a layer of torch.nn; the state becomes its attributes, and functions in it are judged by themselves',
    globals: `
torch.nn.modules.activation: CELU ELU GELU GLU Hardshrink Hardsigmoid Hardswish Hardtanh LeakyReLU LogSigmoid
torch.nn.modules.activation: LogSoftmax Mish MultiheadAttention PReLU RReLU ReLU ReLU6 SELU SiLU Sigmoid Softmax
torch.nn.modules.activation: Softmax2d Softmin Softplus Softshrink Softsign Tanh Tanhshrink Threshold
torch.nn.modules.adaptive: AdaptiveLogSoftmaxWithLoss
torch.nn.modules.batchnorm: BatchNorm1d BatchNorm2d BatchNorm3d LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d
torch.nn.modules.batchnorm: SyncBatchNorm
torch.nn.modules.channelshuffle: ChannelShuffle
torch.nn.modules.container: ModuleDict ModuleList ParameterDict ParameterList Sequential
torch.nn.modules.conv: Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d LazyConv1d LazyConv2d
torch.nn.modules.conv: LazyConv3d LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d
torch.nn.modules.distance: CosineSimilarity PairwiseDistance
torch.nn.modules.dropout: AlphaDropout Dropout Dropout1d Dropout2d Dropout3d FeatureAlphaDropout
torch.nn.modules.flatten: Flatten Unflatten
torch.nn.modules.fold: Fold Unfold
torch.nn.modules.instancenorm: InstanceNorm1d InstanceNorm2d InstanceNorm3d LazyInstanceNorm1d LazyInstanceNorm2d
torch.nn.modules.instancenorm: LazyInstanceNorm3d
torch.nn.modules.linear: Bilinear Identity LazyLinear Linear NonDynamicallyQuantizableLinear _LinearWithBias
torch.nn.modules.loss: BCELoss BCEWithLogitsLoss CTCLoss CosineEmbeddingLoss CrossEntropyLoss GaussianNLLLoss
torch.nn.modules.loss: HingeEmbeddingLoss HuberLoss KLDivLoss L1Loss MSELoss MarginRankingLoss MultiLabelMarginLoss
torch.nn.modules.loss: MultiLabelSoftMarginLoss MultiMarginLoss NLLLoss NLLLoss2d PoissonNLLLoss SmoothL1Loss
torch.nn.modules.loss: SoftMarginLoss TripletMarginLoss
torch.nn.modules.module: Module
torch.nn.modules.normalization: CrossMapLRN2d GroupNorm LayerNorm LocalResponseNorm RMSNorm
torch.nn.modules.padding: CircularPad1d CircularPad2d CircularPad3d ConstantPad1d ConstantPad2d ConstantPad3d
torch.nn.modules.padding: ReflectionPad1d ReflectionPad2d ReflectionPad3d ReplicationPad1d ReplicationPad2d
torch.nn.modules.padding: ReplicationPad3d ZeroPad1d ZeroPad2d ZeroPad3d
torch.nn.modules.pixelshuffle: PixelShuffle PixelUnshuffle
torch.nn.modules.pooling: AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d AdaptiveMaxPool1d AdaptiveMaxPool2d
torch.nn.modules.pooling: AdaptiveMaxPool3d AvgPool1d AvgPool2d AvgPool3d FractionalMaxPool2d FractionalMaxPool3d
torch.nn.modules.pooling: LPPool1d LPPool2d LPPool3d MaxPool1d MaxPool2d MaxPool3d MaxUnpool1d MaxUnpool2d MaxUnpool3d
torch.nn.modules.rnn: GRU GRUCell LSTM LSTMCell RNN RNNCell
torch.nn.modules.sparse: Embedding EmbeddingBag
torch.nn.modules.transformer: Transformer TransformerDecoder TransformerDecoderLayer TransformerEncoder
torch.nn.modules.transformer: TransformerEncoderLayer
torch.nn.modules.upsampling: Upsample UpsamplingBilinear2d UpsamplingNearest2d
torch.nn: AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d AdaptiveLogSoftmaxWithLoss AdaptiveMaxPool1d
torch.nn: AdaptiveMaxPool2d AdaptiveMaxPool3d AlphaDropout AvgPool1d AvgPool2d AvgPool3d BCELoss BCEWithLogitsLoss
torch.nn: BatchNorm1d BatchNorm2d BatchNorm3d Bilinear CELU CTCLoss ChannelShuffle CircularPad1d CircularPad2d
torch.nn: CircularPad3d ConstantPad1d ConstantPad2d ConstantPad3d Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d
torch.nn: ConvTranspose3d CosineEmbeddingLoss CosineSimilarity CrossEntropyLoss CrossMapLRN2d Dropout Dropout1d
torch.nn: Dropout2d Dropout3d ELU Embedding EmbeddingBag FeatureAlphaDropout Flatten Fold FractionalMaxPool2d
torch.nn: FractionalMaxPool3d GELU GLU GRU GRUCell GaussianNLLLoss GroupNorm Hardshrink Hardsigmoid Hardswish Hardtanh
torch.nn: HingeEmbeddingLoss HuberLoss Identity InstanceNorm1d InstanceNorm2d InstanceNorm3d KLDivLoss L1Loss LPPool1d
torch.nn: LPPool2d LSTM LSTMCell LayerNorm LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d LazyConv1d LazyConv2d
torch.nn: LazyConv3d LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d LazyInstanceNorm1d LazyInstanceNorm2d
torch.nn: LazyInstanceNorm3d LazyLinear LeakyReLU Linear LocalResponseNorm LogSigmoid LogSoftmax MSELoss
torch.nn: MarginRankingLoss MaxPool1d MaxPool2d MaxPool3d MaxUnpool1d MaxUnpool2d MaxUnpool3d Mish Module ModuleDict
torch.nn: ModuleList MultiLabelMarginLoss MultiLabelSoftMarginLoss MultiMarginLoss MultiheadAttention NLLLoss PReLU
torch.nn: PairwiseDistance ParameterDict ParameterList PixelShuffle PixelUnshuffle PoissonNLLLoss RMSNorm RNN RNNCell
torch.nn: RReLU ReLU ReLU6 ReflectionPad1d ReflectionPad2d ReflectionPad3d ReplicationPad1d ReplicationPad2d
torch.nn: ReplicationPad3d SELU Sequential SiLU Sigmoid SmoothL1Loss SoftMarginLoss Softmax Softmax2d Softmin Softplus
torch.nn: Softshrink Softsign SyncBatchNorm Tanh Tanhshrink Threshold Transformer TransformerDecoder
torch.nn: TransformerDecoderLayer TransformerEncoder TransformerEncoderLayer TripletMarginLoss Unflatten Unfold
torch.nn: Upsample UpsamplingBilinear2d UpsamplingNearest2d ZeroPad1d ZeroPad2d ZeroPad3d
torch.nn.backends.thnn: _get_thnn_function_backend
torch.nn.parallel.data_parallel: DataParallel
torch.nn.parallel.distributed: DistributedDataParallel
`,
  },
  {
    library: 'torch',
    versions: '0.4 to 2.13',
    tier: 'inert-class',
    does: 'is a function on tensors that a layer keeps as its activation or loss',
    globals: `
torch.nn.functional: relu relu_ relu6 gelu silu tanh sigmoid elu selu celu leaky_relu softmax log_softmax softplus
torch.nn.functional: mish hardswish hardtanh hardsigmoid glu prelu rrelu softsign tanhshrink normalize dropout linear
torch.nn.functional: cross_entropy mse_loss l1_loss smooth_l1_loss binary_cross_entropy
torch.nn.functional: binary_cross_entropy_with_logits nll_loss kl_div cosine_similarity interpolate pad avg_pool2d
torch.nn.functional: max_pool2d adaptive_avg_pool2d
torch: relu tanh sigmoid gelu
torch._C._nn: gelu silu relu6 elu leaky_relu softplus hardswish mish
torch.nn.init: xavier_uniform_ xavier_normal_ kaiming_uniform_ kaiming_normal_ normal_ uniform_ constant_ zeros_ ones_
torch.nn.init: orthogonal_ trunc_normal_
`,
  },
  {
    library: 'torch',
    versions: '0.4 to 2.13',
    tier: 'inert-class',
    does: 'is an optimiser or its schedule; the state becomes its attributes',
    globals: `
torch.optim.optimizer: Optimizer _RequiredParameter
torch.optim.adam: Adam
torch.optim.adamw: AdamW
torch.optim.sgd: SGD
torch.optim.rmsprop: RMSprop
torch.optim.adagrad: Adagrad
torch.optim.adadelta: Adadelta
torch.optim.adamax: Adamax
torch.optim.asgd: ASGD
torch.optim.nadam: NAdam
torch.optim.radam: RAdam
torch.optim.rprop: Rprop
torch.optim.lbfgs: LBFGS
torch.optim.sparse_adam: SparseAdam
torch.optim: ASGD Adadelta Adagrad Adam AdamW Adamax LBFGS NAdam RAdam RMSprop Rprop SGD SparseAdam
torch.optim.lr_scheduler: CosineAnnealingLR CosineAnnealingWarmRestarts CyclicLR ExponentialLR LambdaLR LinearLR
torch.optim.lr_scheduler: MultiStepLR MultiplicativeLR OneCycleLR PolynomialLR ReduceLROnPlateau SequentialLR StepLR
torch.optim.lr_scheduler: ConstantLR ChainedScheduler
`,
  },
  {
    library: 'torch',
    versions: '1.3 to 2.13',
    tier: 'inert-class',
    does: 'is a quantised layer or an observer of torch; the state becomes its attributes',
    globals: `
torch.ao.quantization.observer: HistogramObserver MinMaxObserver MovingAverageMinMaxObserver
torch.ao.quantization.observer: MovingAveragePerChannelMinMaxObserver NoopObserver PerChannelMinMaxObserver
torch.ao.quantization.observer: PlaceholderObserver
torch.ao.quantization.fake_quantize: FakeQuantize FusedMovingAvgObsFakeQuantize
torch.ao.quantization.stubs: DeQuantStub QuantStub QuantWrapper
torch.ao.nn.quantized.modules.linear: Linear LinearPackedParams
torch.ao.nn.quantized.modules.conv: Conv1d Conv2d Conv3d
torch.ao.nn.quantized.dynamic.modules.linear: Linear
torch.ao.nn.quantized.dynamic.modules.rnn: GRU LSTM PackedParameter
torch.nn.quantized.modules.linear: Linear LinearPackedParams
torch.nn.quantized.modules.conv: Conv1d Conv2d Conv3d
torch.nn.quantized.dynamic.modules.linear: Linear
torch.nn.quantized.dynamic.modules.rnn: GRU LSTM PackedParameter
torch.utils.data.dataset: ConcatDataset Subset TensorDataset
torch.distributions.normal: Normal
torch.distributions.categorical: Categorical
torch.distributions.bernoulli: Bernoulli
`,
  },
]

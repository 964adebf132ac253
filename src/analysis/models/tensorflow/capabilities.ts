import type { Severity } from '../../../model/severity.ts'

/** What an operator reaches for beyond computing. */
export type TensorflowCapability = 'python' | 'read-file' | 'write-file' | 'network' | 'native' | 'memory-map' | 'crash'

export interface CapabilityMeaning {
  readonly severity: Severity
  readonly title: string
  readonly why: string
  readonly cwe: string
}

/** By exact name. Savers and restorers of checkpoints (SaveV2, RestoreV2, MergeV2Checkpoints) stand in every SavedModel and are not here. */
const OPERATORS: Readonly<Record<TensorflowCapability, readonly string[]>> = {
  python: ['PyFunc', 'PyFuncStateless', 'EagerPyFunc', 'PyFuncWithGradient'],
  'write-file': [
    'WriteFile',
    'Save',
    'SaveSlices',
    'SaveDataset',
    'SaveDatasetV2',
    'DatasetToTFRecord',
    'ExperimentalDatasetToTFRecord',
    'SnapshotDataset',
    'SnapshotDatasetV2',
    'SnapshotDatasetReader',
    'SnapshotNestedDatasetReader',
    'DistributedSave',
    'CreateSummaryFileWriter',
    'CreateSummaryDbWriter',
    'CacheDataset',
    'CacheDatasetV2',
    'FileSystemSetConfiguration',
    'DebugIdentity',
    'DebugIdentityV2',
    'DebugIdentityV3',
    'DebugNanCount',
    'DebugNumericSummary',
    'DebugNumericSummaryV2',
  ],
  'read-file': [
    'ReadFile',
    'MatchingFiles',
    'MatchingFilesDataset',
    'ExperimentalMatchingFilesDataset',
    'WholeFileReader',
    'WholeFileReaderV2',
    'TextLineReader',
    'TextLineReaderV2',
    'FixedLengthRecordReader',
    'FixedLengthRecordReaderV2',
    'TFRecordReader',
    'TFRecordReaderV2',
    'LMDBReader',
    'LMDBDataset',
    'ExperimentalLMDBDataset',
    'TextLineDataset',
    'TFRecordDataset',
    'TFRecordDatasetV2',
    'FixedLengthRecordDataset',
    'FixedLengthRecordDatasetV2',
    'CSVDataset',
    'CSVDatasetV2',
    'ExperimentalCSVDataset',
    'SqlDataset',
    'ExperimentalSqlDataset',
    'LoadDataset',
    'Restore',
    'RestoreSlice',
    'IteratorFromStringHandle',
    'DecodeProtoV2',
    'EncodeProto',
    'ListSnapshotChunksDataset',
  ],
  network: [
    'Rpc',
    'TryRpc',
    'RpcCall',
    'RpcClient',
    'RpcServer',
    'RpcServerStart',
    'RemoteCall',
    'DataServiceDataset',
    'DataServiceDatasetV2',
    'DataServiceDatasetV3',
    'DataServiceDatasetV4',
    'RegisterDataset',
    'RegisterDatasetV2',
    'BigQueryReader',
    'GenerateBigQueryReaderPartitions',
    'BigtableClient',
    'KafkaDataset',
    'KafkaReadable',
    'IO>KafkaReadableInit',
    'IO>KafkaWriteable',
    'CollectiveInitializeCommunicator',
    'GrpcServer',
    'GrpcClient',
  ],
  native: [
    'TRTEngineOp',
    'CreateTRTResourceHandle',
    'InitializeTRTResource',
    'RemoteFusedGraphExecute',
    'IREE',
    'TfLiteSubgraphExecute',
  ],
  'memory-map': ['ImmutableConst'],
  crash: ['Abort'],
}

const CAPABILITY_OF: ReadonlyMap<string, TensorflowCapability> = new Map(
  (Object.keys(OPERATORS) as TensorflowCapability[]).flatMap((capability) =>
    OPERATORS[capability].map((name) => [name, capability] as const),
  ),
)

/** The capability of an operator; undefined for one that only computes, and for the savers every checkpoint has. */
export function capabilityOf(operator: string): TensorflowCapability | undefined {
  return CAPABILITY_OF.get(operator)
}

/** A path that leaves the folder of the model: absolute, home, remote or upwards. */
const FIXED_PATH = /^(?:\/|~|[a-z][a-z0-9]*:\/\/|\.\.)/

/** Operators that reach for a place only when an attribute or input names one. */
export const CONDITIONAL: ReadonlyMap<string, { readonly capability: TensorflowCapability; readonly when: RegExp }> =
  new Map([
    // tf.print writes to a file when its stream says so.
    ['PrintV2', { capability: 'write-file', when: /^file:\/\// }],
    // Protobuf descriptors come from a file unless the source is empty, `local://` or inline bytes.
    ['DecodeProtoV2', { capability: 'read-file', when: /^(?!local:\/\/|bytes:\/\/)[/.\w~]/ }],
    ['EncodeProto', { capability: 'read-file', when: /^(?!local:\/\/|bytes:\/\/)[/.\w~]/ }],
    // Checkpoint operators take their path from a placeholder; only a path baked into the graph is somebody's choice.
    ['SaveV2', { capability: 'write-file', when: FIXED_PATH }],
    ['MergeV2Checkpoints', { capability: 'write-file', when: FIXED_PATH }],
    ['RestoreV2', { capability: 'read-file', when: FIXED_PATH }],
    ['InitializeTableFromTextFile', { capability: 'read-file', when: FIXED_PATH }],
    ['InitializeTableFromTextFileV2', { capability: 'read-file', when: FIXED_PATH }],
    // A cache in memory has an empty file name.
    ['CacheDataset', { capability: 'write-file', when: /./ }],
    ['CacheDatasetV2', { capability: 'write-file', when: /./ }],
    ['DebugIdentity', { capability: 'write-file', when: /^(?:file|grpc):\/\// }],
    ['DebugIdentityV2', { capability: 'write-file', when: /^(?:file|grpc):\/\// }],
    ['DebugIdentityV3', { capability: 'write-file', when: /^(?:file|grpc):\/\// }],
  ])

export const MEANINGS: Readonly<Record<TensorflowCapability, CapabilityMeaning>> = {
  python: {
    severity: 'high',
    title: 'The TensorFlow model calls a Python function',
    why: 'The operator calls a function of the Python process by a token. What it runs is decided by the program that loads the model, not by the file.',
    cwe: 'CWE-829',
  },
  'write-file': {
    severity: 'high',
    title: 'The TensorFlow model writes files',
    why: 'The operator writes to the file system (or a remote store TensorFlow knows) with the rights of the process whenever the graph runs.',
    cwe: 'CWE-73',
  },
  'read-file': {
    severity: 'medium',
    title: 'The TensorFlow model reads files',
    why: 'The operator reads from the file system (or a remote store TensorFlow knows) whenever the graph runs; what it reads can leave with the output.',
    cwe: 'CWE-73',
  },
  network: {
    severity: 'high',
    title: 'The TensorFlow model talks to the network',
    why: 'The operator opens a connection whenever the graph runs: data can leave, and what comes back is not inspected.',
    cwe: 'CWE-918',
  },
  native: {
    severity: 'medium',
    title: 'The TensorFlow model holds a compiled engine',
    why: 'The operator loads code compiled for a device. Nothing of it was inspected.',
    cwe: 'CWE-829',
  },
  'memory-map': {
    severity: 'high',
    title: 'The TensorFlow model maps a file into memory',
    why: 'The operator maps the file that an attribute names and treats it as a tensor; the output of the model can carry it away.',
    cwe: 'CWE-73',
  },
  crash: {
    severity: 'medium',
    title: 'The TensorFlow model can end the process',
    why: 'The operator aborts the whole process when the graph reaches it.',
    cwe: 'CWE-617',
  },
}

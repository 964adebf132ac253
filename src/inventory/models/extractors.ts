// The registry of extractors that read models: one line each, sorted by id. Apart from the others so that a look at models
// alone does not load the parsers of a dozen package managers.
export { chatTemplate } from './chat-template.ts'
export { config } from './config.ts'
export { externalData } from './external-data.ts'
export { gguf } from './gguf.ts'
export { kaggleModel } from './kaggle-model.ts'
export { modelCard } from './model-card.ts'
export { onnx } from './onnx.ts'
export { pythonModule } from './python-module.ts'
export { safetensors } from './safetensors.ts'
export { shardIndex } from './shard-index.ts'
export { weightFile } from './weight-file.ts'

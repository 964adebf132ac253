/**
 * Names under which models travel, for scans of whole projects: opening every file of a tree to look at its first bytes would
 * cost more than all else. What a file is, its content says; `assay model` looks at every file whatever its name.
 */
export const MODEL_FILES: readonly string[] = [
  // Pickles and what wraps them.
  '**/*.{pkl,pickle,pk,pck,pcl,p,dill,joblib,jbl,cloudpickle,dat,data,sav,model,mdl,obj,skops}',
  '**/*.{pt,pth,pt2,ptc,bin,ckpt,chkpt,checkpoint,pdparams,pdopt,pdmodel,th,t7,mar,nemo,torch,ptl}',
  '**/*.{npy,npz,rds,rda}',
  // Graphs and weights.
  '**/*.{h5,hdf5,hdf,keras,weights,pb,pbtxt,meta,onnx,ort,tflite,safetensors,gguf,ggml,mlmodel,pte,llamafile}',
  // Other ecosystems; R writes its endings in any case.
  '**/*.{RData,Rdata,rdata,RDS,Rds,Rda,ubj,xgb,lgb,lgbm,msgpack,params,rknn,cmf}',
  '**/*-symbol.json',
  '**/*{xgb,xgboost}*.json',
  '**/*{lgb,lgbm,lightgbm}*.txt',
  '**/*.{cbm,pmml,engine,plan,trt,pdiparams}',
  // IR of OpenVINO: other XML is too common to open it all.
  '**/{openvino*,*_model,model,*ov_model,*.fp16,*.fp32,*.int8}.xml',
  '**/*.mlpackage/Manifest.json',
  '**/inference.json',
  // Texts that loaders find by name.
  '**/tokenizer_config.json',
  '**/processor_config.json',
  '**/chat_template.json',
  '**/chat_template*.jinja',
  // Configurations that name code for their loader; other names of such files are too common to open them all.
  '**/{model_config,hparams,hyperparams}.{yaml,yml}',
  '**/.hydra/*.yaml',
  '**/configs/inference.json',
  '**/{modules.json,MLmodel,config.cfg,_CHECKPOINT_METADATA}',
  // Archives, in which any of them comes.
  '**/*.{zip,tar,tgz,gz,bz2,xz,zst,lz4,7z}',
]

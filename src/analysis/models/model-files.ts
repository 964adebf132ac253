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
  // Texts that loaders find by name.
  '**/tokenizer_config.json',
  '**/processor_config.json',
  '**/chat_template.json',
  '**/chat_template*.jinja',
  // Archives, in which any of them comes.
  '**/*.{zip,tar,tgz,gz,bz2,xz,zst,lz4,7z}',
]

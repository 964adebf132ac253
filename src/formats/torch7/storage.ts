/** Bytes of one number of each kind of storage (torch7, Storage.c; cutorch writes its own the same way). */
export const STORAGE_BYTES: ReadonlyMap<string, number> = new Map(
  (
    [
      ['Byte', 1],
      ['Char', 1],
      ['Short', 2],
      ['Half', 2],
      ['Int', 4],
      ['Float', 4],
      ['Long', 8],
      ['Double', 8],
      ['Cuda', 4],
      ['CudaByte', 1],
      ['CudaChar', 1],
      ['CudaShort', 2],
      ['CudaHalf', 2],
      ['CudaInt', 4],
      ['CudaLong', 8],
      ['CudaDouble', 8],
    ] as const
  ).map(([name, bytes]) => [`torch.${name}Storage`, bytes]),
)

/** Machines for which packages are built (gABI, e_machine). */
const MACHINES: ReadonlyMap<number, string> = new Map([
  [2, 'sparc'],
  [3, 'i386'],
  [4, 'm68k'],
  [8, 'mips'],
  [15, 'parisc'],
  [20, 'powerpc'],
  [21, 'powerpc64'],
  [22, 's390'],
  [40, 'arm'],
  [42, 'superh'],
  [43, 'sparc64'],
  [50, 'ia64'],
  [62, 'x86-64'],
  [83, 'avr'],
  [94, 'xtensa'],
  [183, 'aarch64'],
  [190, 'cuda'],
  [224, 'amdgpu'],
  [243, 'riscv'],
  [247, 'bpf'],
  [258, 'loongarch'],
])

/** The machine in words; `machine 1234` for one that is not known. */
export function elfMachine(number: number): string {
  return MACHINES.get(number) ?? `machine ${number}`
}

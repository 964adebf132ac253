import type { PackageCase } from '../support/package-case.ts'
import { assistants } from './corpus/assistants.ts'
import { browsersAndKeyboards } from './corpus/browsers-and-keyboards.ts'
import { dependencyConfusion } from './corpus/dependency-confusion.ts'
import { destruction } from './corpus/destruction.ts'
import { droppers } from './corpus/droppers.ts'
import { hostileArchives } from './corpus/hostile-archives.ts'
import { javascriptInWheels } from './corpus/javascript-in-wheels.ts'
import { manifestConfusion } from './corpus/manifest-confusion.ts'
import { miners } from './corpus/miners.ts'
import { modelsInWheels } from './corpus/models-in-wheels.ts'
import { names } from './corpus/names.ts'
import { nativeAndBytecode } from './corpus/native-and-bytecode.ts'
import { newDependencies } from './corpus/new-dependencies.ts'
import { obfuscatedWalletHooks } from './corpus/obfuscated-wallet-hooks.ts'
import { oneOfSeveral, pth } from './corpus/pth.ts'
import { reverseShells } from './corpus/reverse-shells.ts'
import { shellAndPowershell } from './corpus/shell-and-powershell.ts'
import { stealers } from './corpus/stealers.ts'
import { telemetry } from './corpus/telemetry.ts'
import { unicode } from './corpus/unicode.ts'
import { workflows } from './corpus/workflows.ts'
import { worms } from './corpus/worms.ts'

/** Every class of incident of 2022 to 2026, rebuilt inert, by family. */
export const CORPUS: Readonly<Record<string, readonly PackageCase[]>> = {
  'dependency confusion': dependencyConfusion,
  stealers,
  'browsers and keyboards': browsersAndKeyboards,
  worms,
  'wallets and clipboards': obfuscatedWalletHooks,
  'starts of the interpreter': [...pth, oneOfSeveral],
  'models in wheels': modelsInWheels,
  'JavaScript in wheels': javascriptInWheels,
  droppers,
  'new dependencies': newDependencies,
  miners,
  'reverse shells': reverseShells,
  assistants,
  workflows,
  destruction,
  telemetry,
  'native programs and compiled Python': nativeAndBytecode,
  'shells and PowerShell': shellAndPowershell,
  Unicode: unicode,
  names,
  'manifest confusion': manifestConfusion,
  'hostile archives': hostileArchives,
}

import { excerpt } from '../../../base/escape.ts'
import type { TensorrtEngine } from '../../../formats/tensorrt/tensorrt.ts'
import type { ModelObservation } from '../observation.ts'

/** What can honestly be said of a TensorRT engine: it is compiled code, and nobody but TensorRT can look into it. Pure. */
export function judgeTensorrt(engine: TensorrtEngine): readonly ModelObservation[] {
  return [opaque(engine), ...engine.hostCode.slice(0, 1).map((byte) => hostCode(byte, engine.hostCode.length))]
}

function opaque({ start, plugins }: TensorrtEngine): ModelObservation {
  const named = plugins.length === 0 ? '' : ` Plug-ins that it names: ${excerpt(plugins.slice(0, 10).join(', '), 300)}.`
  return {
    id: 'tensorrt/opaque-engine',
    severity: 'medium',
    title: 'A TensorRT engine is compiled code that cannot be inspected',
    why: `An engine is a program for one kind of GPU in a format without a public description; it can call plug-ins, which are native libraries of the host.${named}`,
    where: { byte: start },
    cwe: 'CWE-693',
    atlas: 'AML.T0011.000',
    fix: 'Build the engine yourself from the ONNX model, or take it from a source you trust by digest.',
    when: 'unknown',
    ...(plugins.length === 0 ? {} : { globals: plugins }),
  }
}

function hostCode(byte: number, count: number): ModelObservation {
  return {
    id: 'tensorrt/host-code',
    severity: 'high',
    title: `The TensorRT engine holds code for the processor of the host${count > 1 ? ` (${count} programs)` : ''}`,
    why: 'Version-compatible engines bring a lean runtime, and engines can bring plug-in libraries: both are opened as shared libraries when the runtime allows host code.',
    where: { byte },
    cwe: 'CWE-829',
    atlas: 'AML.T0011.000',
    fix: 'Leave `engine_host_code_allowed` off, and build the engine yourself.',
  }
}

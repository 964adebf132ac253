import { HARMLESS, modelCase } from '../../../test/support/model-cases.ts'
import { message } from '../../../test/support/protobuf-writer.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'
import { tfNode } from '../../../test/support/tensorflow-writer.ts'
import { custom, flexOptions, tfliteOf, tfliteOperator } from '../../../test/support/tflite-writer.ts'
import { writeZip } from '../../../test/support/zip-writer.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  modelCase('fires on a Lambda layer', 'fires', 'a.keras', () => keras('Lambda')),
  modelCase('is silent on a dense layer', 'silent', 'a.keras', () => keras('Dense')),
  modelCase('fires on a TensorFlow Lite model that calls Python', 'fires', 'a.tflite', () => flex('EagerPyFunc')),
  modelCase('is silent on a TensorFlow Lite model that computes', 'silent', 'a.tflite', () => flex('Erf')),
  modelCase('fires on a TensorFlow graph as text that writes', 'fires', 'a.pbtxt', () => graphText('WriteFile')),
  modelCase('is silent on a TensorFlow graph as text that computes', 'silent', 'a.pbtxt', () => graphText('MatMul')),
  modelCase('fires on a PMML document that calls Java', 'fires', 'a.pmml', () => pmml('com.example.Call')),
  modelCase('is silent on a PMML document that computes', 'silent', 'a.pmml', () => pmml('exp')),
  modelCase('fires on an OpenVINO model of an extension', 'fires', 'model.xml', () => openvino('mine')),
  modelCase('is silent on an OpenVINO model of its own layers', 'silent', 'model.xml', () => openvino('opset1')),
  modelCase('fires on a Core ML model of a class of the app', 'fires', 'a.mlmodel', () => coreml(500)),
  modelCase('is silent on a Core ML model', 'silent', 'a.mlmodel', () => coreml(130)),
  modelCase('fires on a Core ML package that leaves its folder', 'fires', 'a.mlpackage/Manifest.json', () =>
    manifest('../x'),
  ),
  modelCase('is silent on a Core ML package', 'silent', 'a.mlpackage/Manifest.json', () => manifest('com.apple/x')),
  modelCase('fires on a Paddle program that calls Python', 'fires', 'a.pdmodel', () => paddle('py_func')),
  modelCase('is silent on a Paddle program that computes', 'silent', 'a.pdmodel', () => paddle('relu')),
  modelCase('fires on a TensorRT engine', 'fires', 'a.engine', () =>
    Buffer.concat([Buffer.from('ptrt'), Buffer.alloc(60)]),
  ),
  ...HARMLESS,
]

/** A .keras archive with one layer of this class. */
function keras(layer: string): Uint8Array {
  const config = {
    module: 'keras',
    class_name: 'Sequential',
    config: {
      name: 'sequential',
      layers: [
        {
          module: 'keras.layers',
          class_name: layer,
          config:
            layer === 'Lambda'
              ? { name: 'l', function: { class_name: '__lambda__', config: { code: '4wEAAAA=' } } }
              : { name: 'd', units: 4 },
          registered_name: null,
        },
      ],
    },
  }
  return writeZip([
    { name: 'metadata.json', data: JSON.stringify({ keras_version: '3.6.0', date_saved: '2026-01-01@00:00:00' }) },
    { name: 'config.json', data: JSON.stringify(config) },
  ])
}

/** A TensorFlow Lite model with one operator of TensorFlow. */
function flex(operator: string): Uint8Array {
  const bytes = flexOptions(operator, tfNode('n', operator))
  return tfliteOf({ codes: [custom(`Flex${operator}`)], operators: [tfliteOperator(0, [0], [0], { 5: { bytes } })] })
}

function graphText(operator: string): Uint8Array {
  return Buffer.from(`node { name: "x" op: "Placeholder" } node { name: "y" op: "${operator}" input: "x" input: "x" }`)
}

function pmml(name: string): Uint8Array {
  return Buffer.from(`<PMML version="4.4"><DerivedField><Apply function="${name}"/></DerivedField></PMML>`)
}

function openvino(opset: string): Uint8Array {
  return Buffer.from(`<net name="m" version="11"><layers><layer id="0" type="X" version="${opset}"/></layers></net>`)
}

/** A network of one layer of this kind: 500 is a class of the app, 130 an activation. */
function coreml(layer: number): Uint8Array {
  return message([1, 4], [2, message()], [500, message([1, message([1, 'l'], [layer, message([10, 'Own'])])])])
}

function manifest(path: string): Uint8Array {
  return Buffer.from(JSON.stringify({ fileFormatVersion: '1.0.0', itemInfoEntries: { a: { path } } }))
}

function paddle(operator: string): Uint8Array {
  return message([1, message([1, 0], [2, -1], [4, message([3, operator])])])
}

export { strictJson } from '../../../formats/python-json.ts'

import type { Hdf5Breach } from '../../../formats/hdf5/model.ts'
import type { AnomalyMeaning } from '../observation.ts'

const FIX = 'Do not load the file; save the model again, or download it again and compare digests.'

/** What an HDF5 file that breaks its specification, or was not read to its end, means. */
export const HDF5_BREACHES: Readonly<Record<Hdf5Breach, AnomalyMeaning>> = {
  broken: {
    id: 'hdf5/broken',
    severity: 'medium',
    title: 'A structure of the HDF5 file is damaged',
    why: 'What hangs on it was not inspected; the library refuses it or reads something else.',
    cwe: 'CWE-20',
    atlas: 'AML.T0010.003',
    fix: FIX,
  },
  'outside-file': {
    id: 'hdf5/outside-file',
    severity: 'medium',
    title: 'An address of the HDF5 file lies outside of it',
    why: 'The file is truncated or made to mislead; what stands there was not inspected.',
    cwe: 'CWE-125',
    atlas: 'AML.T0010.003',
    fix: FIX,
  },
  limit: {
    id: 'hdf5/limit',
    severity: 'medium',
    title: 'The HDF5 file holds more than Assay reads',
    why: 'A part of the file was not inspected.',
    cwe: 'CWE-400',
    atlas: 'AML.T0029',
    fix: 'Raise the limits if you trust the file, or look at it by hand.',
  },
  'not-inspected': {
    id: 'hdf5/not-inspected',
    severity: 'medium',
    title: 'A part of the HDF5 file was not inspected',
    why: 'It is stored in a way that Assay does not read.',
    cwe: 'CWE-693',
    atlas: 'AML.T0010.003',
    fix: 'Write the file again with `h5py.File(name, "w")`, without `libver="latest"`, and scan it again.',
  },
  'user-block': {
    id: 'hdf5/user-block',
    severity: 'low',
    title: 'The HDF5 data does not begin at the start of the file',
    why: 'The library skips what stands in front, other programs run or open it: the file may be two things at once.',
    cwe: 'CWE-646',
    atlas: 'AML.T0018.002',
    fix: FIX,
  },
  'unknown-message': {
    id: 'hdf5/unknown-message',
    severity: 'low',
    title: 'The HDF5 file has header messages that no version defines',
    why: 'Readers ignore them or refuse the object.',
    cwe: 'CWE-20',
    atlas: 'AML.T0010.003',
    fix: FIX,
  },
}

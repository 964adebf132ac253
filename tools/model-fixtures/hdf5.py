"""Files of h5py that are no models, with old and new layouts."""
import h5py
import numpy as np

from fixtures import save

words = np.array([b"alpha", b"beta"])


def plain(version):
    def write(path):
        with h5py.File(path, "w", libver=version) as file:
            group = file.create_group("layer")
            group.create_dataset("kernel", data=np.arange(6.0).reshape(2, 3))
            group.create_dataset("bias", data=np.zeros(3, dtype="f4"))
            file.attrs["note"] = "tiny"
            file["alias"] = h5py.SoftLink("/layer/kernel")

    return write


def rich(path):
    with h5py.File(path, "w") as file:
        file.create_dataset("chunked", data=np.zeros((64, 8)), chunks=(16, 8), compression="gzip", shuffle=True)
        file.create_dataset("words", data=words)
        file.create_dataset("text", data=np.array(["alpha", "beta"], dtype=object), dtype=h5py.special_dtype(vlen=str))
        file.create_dataset("pairs", data=np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]))
        file.create_dataset("grows", data=np.zeros(4), maxshape=(None,))
        for index in range(12):
            file.create_group("groups/g%02d" % index)


save("earliest.h5", "two datasets and a soft link, oldest layout", [h5py], plain("earliest"))
save("latest.h5", "two datasets and a soft link, newest layout", [h5py], plain("latest"))
save("rich.h5", "chunks, filters, strings, compound types, many groups", [h5py], rich)

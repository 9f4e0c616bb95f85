"""Every kind of file in every client: the same numbers, the same texts, no complaint.

A client that is not installed is skipped with its name; the summary at the end says which ran.  The programs of
HDF5 and netCDF and the Python modules are tested for warnings in tests/run/clients_test.py as well; here they
have to give the right numbers.
"""
import json
from pathlib import Path
import re
import shutil
import subprocess
import warnings

import numpy as np
import pytest

FILES = ("run", "ensemble", "sweep", "one", "zero")
HERE = Path(__file__).resolve().parent


def series_of(name):
    """The series that is read of each file."""
    return {"run": "n_members", "zero": "n_members", "ensemble": "n_members_quantile"}.get(name, "n_members_quantile")


def expected(path, series):
    """What h5py reads: sum of a series and of the years, first and last country, identity."""
    import h5py
    with h5py.File(path) as file:
        return {"sum": float(np.nansum(file[series][...].astype(float))), "years": float(file["year"][...].sum()),
                "first": file["country"][0].decode(), "last": file["country_name"][-1].decode(), "identity": file.attrs["identity"]}


def command(arguments, stdin=None, **more):
    """Standard output of a program; its failure fails the test with what it said."""
    if not shutil.which(arguments[0]):
        pytest.skip(f"{arguments[0]} is not installed")
    done = subprocess.run(arguments, input=stdin, capture_output=True, text=True, timeout=300, **more)
    assert done.returncode == 0, done.stderr[-2000:]
    return done


def last_json(text):
    return json.loads([line for line in text.splitlines() if line.startswith("{")][-1])


def with_xarray(engine):
    def read(path, series):
        xarray = pytest.importorskip("xarray", reason="xarray is not installed")
        pytest.importorskip({"netcdf4": "netCDF4", "h5netcdf": "h5netcdf"}[engine], reason=f"{engine} is not installed")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with xarray.open_dataset(path, engine=engine) as data:
                return {"sum": float(data[series].sum()), "years": float(data["year"].sum()), "first": str(data["country"].values[0]),
                        "last": str(data["country_name"].values[-1]), "identity": data.attrs["identity"]}
    return read


def with_netcdf4(path, series):
    netcdf = pytest.importorskip("netCDF4", reason="netCDF4 is not installed")
    with netcdf.Dataset(path) as data:
        return {"sum": float(np.ma.sum(data[series][...])), "years": float(data["year"][...].sum()), "first": data["country"][0],
                "last": data["country_name"][-1], "identity": data.identity}


def numbers(text):
    return [float(word) for word in re.findall(r"-?\d+\.?\d*(?:[eE][-+]?\d+)?", text)]


def with_ncdump(path, series):
    said = command(["ncdump", "-p", "9,17", "-v", f"{series},year,country,country_name", str(path)]).stdout
    header, data = said.split("\ndata:", 1)
    part = {name: re.search(rf"\n {name} =\s(.*?) ;", data, re.S)[1] for name in (series, "year", "country", "country_name")}
    texts = {name: re.findall(r'"((?:[^"\\]|\\.)*)"', part[name]) for name in ("country", "country_name")}
    return {"sum": sum(numbers(part[series])), "years": sum(numbers(part["year"])), "first": texts["country"][0],
            "last": texts["country_name"][-1], "identity": re.search(r':identity = "(\w+)"', header)[1]}


def with_ncks(path, series):
    def values(name, form):
        return command(["ncks", "-H", "-C", "-s", form + "\\n", "-v", name, str(path)]).stdout.split("\n")
    header = command(["ncks", "-M", str(path)]).stdout
    texts = {name: [line for line in values(name, "%s") if line] for name in ("country", "country_name")}
    form = "%d" if series == "n_members" else "%.9g"  # the form has to fit the type
    return {"sum": sum(float(line) for line in values(series, form) if line.strip() not in ("", "_", "nan")),
            "years": sum(float(line) for line in values("year", "%.17g") if line.strip()),
            "first": texts["country"][0].strip('"'), "last": texts["country_name"][-1].strip('"'),
            "identity": re.search(r'identity = "(\w+)"', header)[1]}


def with_h5dump(path, series):
    def dump(*arguments):
        return command(["h5dump", "-y", "-w", "65535", *arguments, str(path)]).stdout
    def block(name, *form):
        return re.search(r"DATA \{(.*?)\n   \}", dump("-A", "0", *form, "-d", "/" + name), re.S)[1]
    texts = {name: re.findall(r'"((?:[^"\\]|\\.)*)"', block(name)) for name in ("country", "country_name")}
    found = numbers(re.sub(r"\bnan\b", "", block(series)))
    return {"sum": sum(found), "years": sum(numbers(block("year", "-m", "%.17g"))), "first": texts["country"][0],
            "last": texts["country_name"][-1], "identity": re.search(r'"(\w{64})"', dump("-a", "/identity"))[1]}


R_END = r'''
cat(sprintf("{\"sum\": %.17g, \"years\": %.17g, \"first\": \"%s\", \"last\": \"%s\", \"identity\": \"%s\"}\n",
    sum(as.numeric(x), na.rm = TRUE), sum(as.numeric(y)), c1[1], c2[length(c2)], id))'''
R_READERS = {
    "ncdf4": 'library(ncdf4); f <- nc_open(p); x <- ncvar_get(f, s); y <- ncvar_get(f, "year"); c1 <- ncvar_get(f, "country")\n'
             'c2 <- ncvar_get(f, "country_name"); id <- ncatt_get(f, 0, "identity")$value',
    "rhdf5": 'library(rhdf5); x <- h5read(p, s); y <- h5read(p, "year"); c1 <- h5read(p, "country"); c2 <- h5read(p, "country_name")\n'
             'id <- h5readAttributes(p, "/")$identity',
    "hdf5r": 'library(hdf5r); f <- H5File$new(p, "r"); x <- f[[s]]$read(); y <- f[["year"]]$read(); c1 <- f[["country"]]$read()\n'
             'c2 <- f[["country_name"]]$read(); id <- h5attr(f, "identity")',
}


def with_r(package):
    def read(path, series):
        if not shutil.which("Rscript"):
            pytest.skip("R is not installed")
        if subprocess.run(["Rscript", "--vanilla", "-e", f'quit(status = !requireNamespace("{package}", quietly = TRUE))'],
                          capture_output=True, check=False).returncode != 0:
            pytest.skip(f"the R package {package} is not installed")
        done = command(["Rscript", "--vanilla", "-e", f'p <- "{path}"; s <- "{series}"\n{R_READERS[package]}{R_END}'])
        assert "warning" not in done.stderr.lower(), done.stderr
        return last_json(done.stdout)
    return read


OCTAVE_END = '''
x = double(x); printf("{\\"sum\\": %.17g, \\"years\\": %.17g", sum(x(! isnan(x))), sum(double(y)(:)));'''


def with_octave_load(path, series):
    """Octave's own load reads numbers by name; it has no strings of variable length."""
    return last_json(command(["octave-cli", "--no-gui", "-q", "--eval", f'f = load("{path}", "{series}", "year"); x = f.{series}; y = f.year;'
                              + OCTAVE_END + 'printf("}\\n");']).stdout)


def with_octave_netcdf(path, series):
    """The package netcdf reads numbers; strings of variable length it does not know."""
    if shutil.which("octave-cli") and subprocess.run(["octave-cli", "--no-gui", "-q", "--eval", "pkg load netcdf"], capture_output=True,
                                                     check=False).returncode != 0:
        pytest.skip("the Octave package netcdf is not installed")
    return last_json(command(["octave-cli", "--no-gui", "-q", "--eval", f'pkg load netcdf; p = "{path}"; x = ncread(p, "{series}"); '
                              'y = ncread(p, "year");' + OCTAVE_END + 'printf("}\\n");']).stdout)


NODE = '''
import h5wasm from "h5wasm/node";
h5wasm.ready.then(() => {
  const [path, series] = process.argv.slice(1), file = new h5wasm.File(path, "r");
  const add = name => Array.from(file.get(name).value, Number).filter(x => !Number.isNaN(x)).reduce((a, b) => a + b, 0);
  const names = file.get("country_name").value;
  console.log(JSON.stringify({ sum: add(series), years: add("year"), first: file.get("country").value[0],
    last: names[names.length - 1], identity: file.attrs["identity"].value }));
});'''


def with_h5wasm(path, series):
    if not shutil.which("node"):
        pytest.skip("node is not installed")
    if subprocess.run(["node", "--input-type=module", "-e", 'await import("h5wasm/node")'], capture_output=True, cwd=HERE, check=False).returncode != 0:
        pytest.skip("h5wasm is not installed: npm install --prefix tests/clients")
    return last_json(command(["node", "--input-type=module", "-e", NODE, str(path), series], cwd=HERE).stdout)


CLIENTS = {
    "h5py": expected, "xarray-netcdf4": with_xarray("netcdf4"), "xarray-h5netcdf": with_xarray("h5netcdf"), "netCDF4": with_netcdf4,
    "ncdump": with_ncdump, "ncks": with_ncks, "h5dump": with_h5dump, "R-ncdf4": with_r("ncdf4"), "R-rhdf5": with_r("rhdf5"),
    "R-hdf5r": with_r("hdf5r"), "Octave-load": with_octave_load, "Octave-netcdf": with_octave_netcdf, "node-h5wasm": with_h5wasm,
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("name", FILES)
def test_the_client_reads_what_is_there(samples, name, client):
    series = series_of(name)
    want, got = expected(samples[name], series), CLIENTS[client](samples[name], series)
    assert got["sum"] == pytest.approx(want["sum"], rel=1e-6) and got["years"] == pytest.approx(want["years"], rel=1e-12)
    for key in ("first", "last", "identity"):
        assert key not in got or got[key] == want[key]

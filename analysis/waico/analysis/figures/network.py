"""The network of influence on the map: who looks at whom."""
import numpy as np

from .. import style, world
from ..case import NotInFile
from . import kind, one_time
from .maps import chance, frame

STRONGEST = 3


def csr(result, start, to):
    """(start, to) of a network of the input group; None when the file does not carry it."""
    first, found = result.input(start), result.input(to)
    if first is None:
        return None
    return np.asarray(first).astype(int), np.asarray([] if found is None else found).astype(int)


def influence(case):
    """W of the model (M2): rows look, columns are looked at; rows sum to 1 or 0."""
    result = case.result
    n = len(result.countries)
    border = csr(result, "border_start", "border_to")
    bloc = csr(result, "membership_start", "membership_bloc")
    if border is None or bloc is None:
        raise NotInFile(f"{result.path.name} does not carry the networks (group input)")
    parameters = result.parameters()
    weights = [parameters.get(f"network.mix.{name}", {}).get("value", 1 / 3) for name in ("border", "region", "bloc")]
    parts = [np.zeros((n, n)) for _ in range(3)]
    for i in range(n):
        parts[0][i, border[1][border[0][i]:border[0][i + 1]]] = 1.0
    subregion = result.labels_of("subregion")
    parts[1] = (subregion[:, None] == subregion[None, :]).astype(float)
    in_bloc = np.zeros((n, bloc[1].max() + 1 if bloc[1].size else 1))
    for i in range(n):
        in_bloc[i, bloc[1][bloc[0][i]:bloc[0][i + 1]]] = 1.0
    parts[2] = in_bloc @ in_bloc.T
    total = np.zeros((n, n))
    for weight, part in zip(weights, parts):
        np.fill_diagonal(part, 0.0)
        rows = part.sum(axis=1, keepdims=True)
        total += weight * np.divide(part, rows, out=np.zeros_like(part), where=rows > 0)
    rows = total.sum(axis=1, keepdims=True)
    return np.divide(total, rows, out=np.zeros_like(total), where=rows > 0)


@kind("network", "Influence network", "case",
      "Countries at their places, each joined to the three peers that weigh most in its decisions (borders, subregion, shared "
      "blocs); size is how much weight others give to it, colour the probability to be a member at the end (or another date).",
      "Large dark circles are members that many look at; large pale ones are where a change would be seen by many.",
      "Only the strongest links are drawn; weights are the model's, from geography and bloc membership, not measured "
      "influence. Borders imply no position on the status of any territory.", "`--time`")
def draw(cases, options):
    case = cases[0]
    w = influence(case)
    p, when = chance(case, "member", one_time(options))
    weight = w.sum(axis=0)
    lat, lon = np.asarray(case.column("lat"), dtype=float), np.asarray(case.column("lon"), dtype=float)
    x, y = world.project(lon, lat)
    figure, axis = style.new(4.35)
    from matplotlib.collections import LineCollection, PathCollection
    axis.add_collection(PathCollection(list(world.paths().values()), facecolors="#eeeeee", edgecolors="white",
                                       linewidths=0.2, zorder=1))
    lines, alphas, links = [], [], {"from": [], "to": [], "weight": []}
    codes = case.result.countries
    for i in range(len(codes)):
        for j in np.argsort(-w[i], kind="stable")[:STRONGEST]:
            if w[i, j] <= 0 or abs(lon[i] - lon[j]) > 180:
                continue
            lines.append([(x[i], y[i]), (x[j], y[j])])
            alphas.append(min(0.85, 0.12 + 1.6 * w[i, j]))
            for key, value in zip(links, (codes[i], codes[j], w[i, j])):
                links[key].append(value)
    axis.add_collection(LineCollection(lines, colors=[(0.45, 0.45, 0.45, a) for a in alphas], linewidths=0.5, zorder=2))
    order = np.argsort(-weight)
    points = axis.scatter(x[order], y[order], s=6 + 42 * weight[order], c=p[order], cmap=style.CHANCES, vmin=0, vmax=1,
                          edgecolors="#555555", linewidths=0.35, zorder=3)
    for i in order[:10]:
        axis.annotate(codes[i], (x[i], y[i]), ha="center", va="center", fontsize=5.5, zorder=4,
                      color="white" if p[i] > 0.55 else style.INK)
    frame(axis)
    bar = figure.colorbar(points, ax=axis, location="top", shrink=0.5, aspect=38, pad=0.01)
    bar.set_label(f"probability to be a member at {when}")
    bar.outline.set_visible(False)
    style.stamp(figure, cases, world.BORDERS)
    nodes = {"country": codes, "weight_given_by_others": weight, "p_member": p}
    return style.Picture(figure, case.label, "Most looked at: " + ", ".join(codes[order[:5]]), {"nodes": nodes, "links": links})
